using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Contracts.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Contracts.Tests.Sweeps;

public sealed class SweepPropertyTests
{
    private static readonly string[] Fragments =
    [
        "", "{", "}", "[", "]", ",", ":", "\"", "\\uD800", "null", "true", "1e400", "-", "0", "\"grid\":", "\"seed\":[1],",
        "\"key\":3,", "[[]]", " ", "é",
    ];

    [Fact]
    public void ExperimentAt_EveryIndexOfAnySweepThatIsRead_IsAValidSpec()
    {
        var read = 0;
        Prop.ForAll(SweepGenerator.Any, json =>
        {
            if (Sweeps.Read(json).Sweep is not { } sweep)
            {
                return;
            }

            read++;
            foreach (var spec in sweep.Experiments())
            {
                var bytes = SpecJson.Write(spec);
                var alone = SpecReader.Read(bytes);
                Assert.True(alone.IsValid, string.Join('\n', alone.Errors));
                Assert.Equal(bytes, SpecJson.Write(alone.Spec));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
        Assert.InRange(read, 50, 200);
    }

    [Fact]
    public void ExperimentAt_AnyOrderAndAnyReading_IsTheSame() =>
        Prop.ForAll(SweepGenerator.Any, json =>
        {
            if (Sweeps.Read(json).Sweep is not { } sweep)
            {
                return;
            }

            var forward = sweep.Experiments().Select(SpecJson.Write).ToList();
            var again = SweepJson.Read(SweepJson.Write(sweep));
            Assert.Equal(sweep.Count, again.Count);
            Assert.All(Enumerable.Range(0, sweep.Count).Reverse(), i => Assert.Equal(forward[i], SpecJson.Write(again.ExperimentAt(i))));
            Assert.Equal(sweep.Text(), again.Text());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void ExperimentAt_GridOfDistinctValues_GivesNoSpecTwice() =>
        Prop.ForAll(SweepGenerator.DistinctGrid, json =>
        {
            var sweep = Sweeps.ReadValid(json);
            var specs = sweep.Experiments().Select(spec => Encoding.UTF8.GetString(SpecJson.Write(spec with { Id = "" })));
            Assert.Equal(sweep.Count, specs.Distinct().Count());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void Read_AnyMutation_GivesASweepOrErrors() =>
        Prop.ForAll(SweepGenerator.Any, JsonEdit.Any(Fragments), (json, edits) =>
        {
            var result = SweepReader.Read(edits.Aggregate(Encoding.UTF8.GetBytes(json), JsonEdit.Apply));
            Assert.NotEqual(result.IsValid, result.Errors.Count > 0);
            Assert.All(result.Errors, error => Assert.NotEqual("", error.Problem));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
}
