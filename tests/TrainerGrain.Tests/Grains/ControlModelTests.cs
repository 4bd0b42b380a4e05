using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Grains;
using Distributed.TrainerGrain.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.TrainerGrain.Tests.Grains;

/// <summary>Whatever users ask, in whatever order, an experiment stands where a small model of it does.</summary>
public sealed class ControlModelTests : IDisposable
{
    private const int Sequences = 25;
    private const int Epochs = 10_000;

    private static readonly Gen<Act> AnyAct = Gen.Frequency(
        (5, Gen.Elements(Enum.GetValues<Act>())), (1, Gen.Constant(Act.Complete)), (1, Gen.Constant(Act.Fail)));

    private readonly StoreDirectory _directory = new();
    private readonly PacedEngine _engine = new();
    private readonly TrainerApplication _trainer;
    private int _experiments;

    public ControlModelTests()
    {
        _trainer = new TrainerApplication(_directory, _engine);
    }

    private enum Act
    {
        Pause,
        Resume,
        Cancel,
        Retry,
        Delete,
        ExtendMore,
        ExtendSame,
        ExtendLess,
        Start,
        Complete,
        Fail,
    }

    /// <summary>What the model tells apart: it cannot know when a queued experiment begins.</summary>
    private enum Standing
    {
        Gone,
        Active,
        Paused,
        Completed,
        Failed,
        Cancelled,
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public Task AnySequenceOfVerbsAndEnds_AgreesWithTheModel()
    {
        var sequences = Arb.From(
            AnyAct.ArrayOf(), acts => Enumerable.Range(0, acts.Length).Select(left => acts.Where((_, i) => i != left).ToArray()));
        Func<Act[], Task> run = RunAsync;
        return Task.Run(() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(12), Prop.ForAll(sequences, run)));
    }

    private async Task RunAsync(Act[] acts)
    {
        var id = $"e{_experiments++}";
        var model = new Model();
        foreach (var act in acts.Prepend(Act.Start))
        {
            var expected = model.Apply(act);
            Assert.Equal((act, expected), (act, await ApplyAsync(act, id, model)));
            await AssertSameAsync(id, model);
        }

        // Nothing is left training for the next sequence to compete with.
        await Grain(id).ControlAsync(ExperimentVerb.Cancel);
    }

    private async Task<ControlRuling> ApplyAsync(Act act, string id, Model model)
    {
        switch (act)
        {
            case Act.Start:
                await Grain(id).StartAsync(Specs.Tutorial(id, model.Epochs));
                return ControlRuling.Allowed;
            case Act.Complete or Act.Fail:
                return await EndAsync(act, id, model);
            default:
                return (await Grain(id).ControlAsync(VerbOf(act), model.Asked)).Ruling;
        }
    }

    private static ExperimentVerb VerbOf(Act act) =>
        act is Act.ExtendMore or Act.ExtendSame or Act.ExtendLess ? ExperimentVerb.Extend : Enum.Parse<ExperimentVerb>(act.ToString());

    private async Task<ControlRuling> EndAsync(Act act, string id, Model model)
    {
        if (model.Ended)
        {
            (act == Act.Complete ? (Action<string>)_engine.Finish : _engine.Fail)(id);
            await Grain(id).WaitForAsync(act == Act.Complete ? ExperimentPhase.Completed : ExperimentPhase.Failed);
        }

        return ControlRuling.Allowed;
    }

    private async Task AssertSameAsync(string id, Model model)
    {
        var view = await Grain(id).GetStatusAsync();
        var entry = await _trainer.Services.GetRequiredService<IExperimentCatalog>().FindAsync(id);
        Assert.Equal((model.Standing, model.Standing), (StandingOf(view), StandingOf(entry)));
        if (view is not null)
        {
            Assert.Equal((model.Epochs, model.Versions), (view.Epochs, view.Version ?? 0));
            Assert.Equal(view.Phase.IsFinal(), view.EndedAt is not null);
            Assert.Equal(view.Phase == ExperimentPhase.Failed, view.Failure is not null);
        }
    }

    private static Standing StandingOf(ExperimentView? view) => view?.Phase switch
    {
        null => Standing.Gone,
        ExperimentPhase.Queued or ExperimentPhase.Running => Standing.Active,
        { } phase => Enum.Parse<Standing>(phase.ToString()),
    };

    private IExperimentGrain Grain(string id) => _trainer.Grains.GetGrain<IExperimentGrain>(id);

    private sealed class Model
    {
        private int _published;

        public Standing Standing { get; private set; }

        public int Epochs { get; private set; } = ControlModelTests.Epochs;

        /// <summary>The version that the experiment shows; 0 for none.</summary>
        public int Versions { get; private set; }

        /// <summary>The epochs that an extension asks for.</summary>
        public int Asked { get; private set; }

        /// <summary>Whether the last act ended a run.</summary>
        public bool Ended { get; private set; }

        public ControlRuling Apply(Act act)
        {
            Asked = act switch
            {
                Act.ExtendMore => Epochs + ControlModelTests.Epochs,
                Act.ExtendSame => Epochs,
                Act.ExtendLess => Epochs - 1,
                _ => 0,
            };
            Ended = act is Act.Complete or Act.Fail && Standing == Standing.Active;
            var (ruling, next) = Judge(act);
            if (ruling == ControlRuling.Allowed)
            {
                Remember(act, next);
            }

            return ruling;
        }

        private (ControlRuling Ruling, Standing Next) Judge(Act act) => (act, Standing) switch
        {
            (Act.Start, Standing.Gone) => (ControlRuling.Allowed, Standing.Active),
            (Act.Start, _) => (ControlRuling.Allowed, Standing),
            (Act.Complete, Standing.Active) => (ControlRuling.Allowed, Standing.Completed),
            (Act.Fail, Standing.Active) => (ControlRuling.Allowed, Standing.Failed),
            (Act.Complete or Act.Fail, _) => (ControlRuling.Allowed, Standing),
            (Act.Pause, Standing.Active) => (ControlRuling.Allowed, Standing.Paused),
            (Act.Pause, Standing.Paused) => (ControlRuling.Fulfilled, Standing),
            (Act.Resume, Standing.Paused) => (ControlRuling.Allowed, Standing.Active),
            (Act.Resume, Standing.Active) => (ControlRuling.Fulfilled, Standing),
            (Act.Cancel, Standing.Active or Standing.Paused) => (ControlRuling.Allowed, Standing.Cancelled),
            (Act.Cancel, not Standing.Gone) => (ControlRuling.Fulfilled, Standing),
            (Act.Retry, Standing.Failed) => (ControlRuling.Allowed, Standing.Active),
            (Act.Retry, Standing.Active) => (ControlRuling.Fulfilled, Standing),
            (Act.Delete, not (Standing.Gone or Standing.Active)) => (ControlRuling.Allowed, Standing.Gone),
            (Act.ExtendMore, Standing.Completed) => (ControlRuling.Allowed, Standing.Active),
            (Act.ExtendSame, Standing.Active or Standing.Paused or Standing.Completed) => (ControlRuling.Fulfilled, Standing),
            _ => (ControlRuling.Refused, Standing),
        };

        private void Remember(Act act, Standing next)
        {
            Versions = Ended && act == Act.Complete ? ++_published : next == Standing.Gone ? 0 : Versions;
            Epochs = act == Act.ExtendMore ? Asked : next == Standing.Gone ? ControlModelTests.Epochs : Epochs;
            Standing = next;
        }
    }
}
