using System.Text.Json.Nodes;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>One sweep of the workload.</summary>
internal sealed class PlannedSweep
{
    private readonly Dictionary<string, ExperimentSpec> _experiments;
    private volatile bool _acknowledged;

    /// <summary>Reads a sweep.</summary>
    /// <param name="body">As a client sends it, with its id.</param>
    /// <exception cref="ArgumentException">It is faulty.</exception>
    public PlannedSweep(JsonObject body)
    {
        Body = body.ToJsonString(ContractsJson.Options);
        OtherBody = Other(body);
        Spec = SweepReader.Read(System.Text.Encoding.UTF8.GetBytes(Body)) is { Sweep: { } sweep }
            ? sweep
            : throw new ArgumentException($"The sweep is faulty: {Body}", nameof(body));
        _experiments = Enumerable.Range(0, Spec.Count).Select(Spec.ExperimentAt).ToDictionary(experiment => experiment.Id);
    }

    public string Id => Spec.Id;

    public SweepSpec Spec { get; }

    /// <summary>What is submitted, each time the same.</summary>
    public string Body { get; }

    /// <summary>Another sweep of the same name.</summary>
    public string OtherBody { get; }

    /// <summary>Nobody asks the trainers about it, or about its experiments, before it has ended.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Clients may pause, resume and cancel it, and cancel experiments of it.</summary>
    public bool MayBeStopped { get; init; }

    /// <summary>Its experiments by their ids.</summary>
    public IReadOnlyDictionary<string, ExperimentSpec> Experiments => _experiments;

    /// <summary>True once a start of it was answered.</summary>
    public bool IsAcknowledged => _acknowledged;

    public void Acknowledge() => _acknowledged = true;

    private static string Other(JsonObject body)
    {
        var other = body.DeepClone().AsObject();
        other["base"]!["seed"] = 99;
        return other.ToJsonString(ContractsJson.Options);
    }
}
