using System.Collections.Concurrent;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Tests.Reference;
using Distributed.TrainerGrain.Tests.Training.Stacking;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Training;

public sealed class ConcurrencyTests
{
    private const int Threads = 4;
    private const int Rounds = 6;

    [Fact]
    public void Sessions_OnSeveralThreads_GiveTheBitsThatTheyGiveAlone()
    {
        var names = ReferenceCases.All.Select(reference => reference.Name).ToArray();
        var alone = names.ToDictionary(name => name, Train);
        var together = new ConcurrentBag<(string Name, int[] Bits)>();
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => TrainAll(names, number, together))).ToArray();

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(Threads * Rounds * names.Length, together.Count);
        Assert.All(together, run => Assert.Equal(alone[run.Name], run.Bits));
    }

    [Fact]
    public void Session_SteppedByThreadAfterThread_GivesTheBitsThatOneThreadGives()
    {
        var reference = ReferenceCases.Get("adam");
        using var session = reference.SetUp();
        var losses = new List<float>();
        for (var i = 0; i < 10; i++)
        {
            var thread = new Thread(() => losses.AddRange(session.Step(10)));
            thread.Start();
            thread.Join();
        }

        Assert.Equal(Train("adam"), losses.Bits().Concat(session.WeightBits()));
    }

    [Fact]
    public void Stacks_OnSeveralThreads_GiveTheBitsThatTheirMembersGiveAlone()
    {
        string[] names = ["tutorial", "adam", "mlp-tanh", "huber"];
        var together = new ConcurrentDictionary<string, byte[][]>();
        var threads = names.Select(name => new Thread(() => together[name] = TrainStack(ReferenceCases.Get(name)))).ToArray();

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(names, name => Assert.Equal(Relatives(ReferenceCases.Get(name)).Select(one => Stacks.Alone(one.Spec, one.Data).Checkpoint), together[name]));
    }

    private static byte[][] TrainStack(ReferenceCase reference)
    {
        ITrainingSession[] members = [.. Relatives(reference).Select(one => Stacks.Member(one.Spec, one.Data))];
        using var stack = Stacks.Of(members);
        stack.Step(int.MaxValue);
        return [.. members.Select(member => member.Save())];
    }

    private static IEnumerable<(ExperimentSpec Spec, DataSet Data)> Relatives(ReferenceCase reference) =>
        Enumerable.Range(0, 20).Select(number => Stacks.Relative(reference.Spec, reference.Data, number));

    private static void TrainAll(string[] names, int number, ConcurrentBag<(string Name, int[] Bits)> results)
    {
        for (var i = 0; i < Rounds * names.Length; i++)
        {
            // Every thread begins elsewhere in the list, so that different networks are set up at the same moment.
            var name = names[(i + (number * 4)) % names.Length];
            results.Add((name, Train(name)));
        }
    }

    private static int[] Train(string name)
    {
        using var session = ReferenceCases.Get(name).SetUp();
        return [.. session.Step(int.MaxValue).Bits(), .. session.WeightBits()];
    }
}
