using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Distributed.Conformance.Orleans;

public interface ITurnGrain : IGrainWithStringKey
{
    Task<int> Increment();

    Task Hold(string name);

    [OneWay]
    Task HoldOneWay(string name);

    [OneWay]
    Task FailOneWay();

    Task<string> Say(string text);

    [AlwaysInterleave]
    Task<string> SayInterleaved(string text);

    [ReadOnly]
    Task HoldReadOnly(string name);

    [ReadOnly]
    Task<string> SayReadOnly(string text);

    Task<bool> StaysOnScheduler();

    Task CallBack(ITurnGrain through, bool allowed);

    Task PassOn(ITurnGrain target);
}

public interface IReentrantGrain : ITurnGrain;

public interface IPredicateGrain : ITurnGrain;

public abstract class TurnGrainBase(Gates gates) : Grain, ITurnGrain
{
    private int _count;

    public async Task<int> Increment()
    {
        var before = _count;
        await Task.Yield();
        return _count = before + 1;
    }

    public async Task Hold(string name)
    {
        gates.Open($"{name} entered");
        await gates.WaitFor($"{name} released");
    }

    public Task HoldOneWay(string name) => Hold(name);

    public Task FailOneWay() => throw new InvalidOperationException("nobody hears this");

    public Task<string> Say(string text) => Task.FromResult(text);

    public Task<string> SayInterleaved(string text) => Task.FromResult(text);

    public Task HoldReadOnly(string name) => Hold(name);

    public Task<string> SayReadOnly(string text) => Task.FromResult(text);

    public async Task<bool> StaysOnScheduler()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        await Task.Run(() => 0);
        return before != TaskScheduler.Default && ReferenceEquals(before, TaskScheduler.Current);
    }

    public async Task CallBack(ITurnGrain through, bool allowed)
    {
        var self = this.AsReference<ITurnGrain>();
        if (!allowed)
        {
            await through.PassOn(self);
            return;
        }

        using (RequestContext.AllowCallChainReentrancy())
        {
            await through.PassOn(self);
        }
    }

    public async Task PassOn(ITurnGrain target) => await target.Say("back");
}

public sealed class TurnGrain(Gates gates) : TurnGrainBase(gates);

[Reentrant]
public sealed class ReentrantGrain(Gates gates) : TurnGrainBase(gates), IReentrantGrain;

[MayInterleave(nameof(Predicate))]
public sealed class PredicateGrain(Gates gates) : TurnGrainBase(gates), IPredicateGrain
{
    public static bool Predicate(IInvokable request) => request.GetArgumentCount() > 0 && request.GetArgument(0) is "free";
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<Guid> Hold(string name);
}

[StatelessWorker(2)]
public sealed class WorkerGrain(Gates gates) : Grain, IWorkerGrain
{
    private readonly Guid _id = Guid.NewGuid();

    public async Task<Guid> Hold(string name)
    {
        gates.Open($"{name} entered");
        await gates.WaitFor($"{name} released");
        return _id;
    }
}
