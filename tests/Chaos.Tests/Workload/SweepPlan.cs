using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>The sweeps of a run, one after the other; the same seed gives the same ones.</summary>
internal sealed class SweepPlan(int seed)
{
    private static readonly string[] Priorities = ["low", "normal", "high"];

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private volatile PlannedSweep[] _issued = [];

    /// <summary>Every sweep that some client was to submit.</summary>
    public IReadOnlyList<PlannedSweep> Issued => _issued;

    public PlannedSweep Next()
    {
        lock (_gate)
        {
            var body = NextBody();
            var quiet = _random.Next(3) == 0;
            var sweep = new PlannedSweep(body) { IsQuiet = quiet, MayBeStopped = !quiet && _random.Next(3) > 0 };
            _issued = [.. _issued, sweep];
            return sweep;
        }
    }

    public PlannedSweep Find(string id) => Array.Find(_issued, sweep => sweep.Id == id) ?? throw new KeyNotFoundException(id);

    /// <summary>The sweep of an experiment; null when it belongs to none.</summary>
    public PlannedSweep? SweepOf(string experiment) => Array.Find(_issued, sweep => sweep.Experiments.ContainsKey(experiment));

    private JsonObject NextBody()
    {
        var recipe = _random.Next(SweepRecipes.All.Count);
        var body = JsonNode.Parse(SweepRecipes.All[recipe])!.AsObject();
        body["id"] = $"sweep-{_issued.Length + 1}";
        body["priority"] = Priorities[_random.Next(Priorities.Length)];
        if (_random.Next(3) == 0)
        {
            body["halving"] = new JsonObject { ["minEpochs"] = 60, ["factor"] = 3 };
        }

        var model = WorkloadPlan.ModelNames[_random.Next(WorkloadPlan.ModelNames.Count)];
        if (recipe == SweepRecipes.Shared)
        {
            body["base"]!["model"] = model;
        }

        return body;
    }
}
