namespace Distributed.Chaos.Tests.Workload;

/// <summary>The experiments of a run, one after the other; the same seed gives the same ones.</summary>
internal sealed class WorkloadPlan(int seed)
{
    private const int Models = 6;

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, Experiment> _byId = [];
    private volatile Experiment[] _issued = [];

    /// <summary>Every experiment that some client was to start.</summary>
    public IReadOnlyList<Experiment> Issued => _issued;

    /// <summary>Names of the models that they publish.</summary>
    public static IReadOnlyList<string> ModelNames { get; } = [.. Enumerable.Range(1, Models).Select(number => $"model-{number}")];

    public Experiment Next()
    {
        lock (_gate)
        {
            var spec = Recipes.All[_random.Next(Recipes.All.Count)] with
            {
                Id = $"experiment-{_issued.Length + 1}",
                Model = ModelNames[_random.Next(Models)],
            };
            var experiment = new Experiment(spec, IsQuiet: _random.Next(3) == 0, MayBeCancelled: _random.Next(5) == 0);
            _byId.Add(spec.Id, experiment);
            _issued = [.. _issued, experiment];
            return experiment;
        }
    }

    public Experiment Find(string id)
    {
        lock (_gate)
        {
            return _byId[id];
        }
    }
}
