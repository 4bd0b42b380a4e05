using System.Collections.Immutable;

namespace Distributed.Chaos.Tests.Checking;

/// <summary>What is certain about one model and its versions from what clients were told.</summary>
internal sealed record ServingModel : IModel<ServingModel>
{
    /// <summary>The newest version that anyone has seen anywhere.</summary>
    public int Newest { get; private init; }

    /// <summary>The versions that each service has shown.</summary>
    public ImmutableDictionary<string, ImmutableHashSet<int>> Known { get; private init; } =
        ImmutableDictionary<string, ImmutableHashSet<int>>.Empty;

    /// <summary>The version by which each service last answered who named none.</summary>
    public ImmutableDictionary<string, int> Serving { get; private init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What each version predicts for the workload's rows.</summary>
    public ImmutableDictionary<int, IReadOnlyList<float>> Predictions { get; private init; } =
        ImmutableDictionary<int, IReadOnlyList<float>>.Empty;

    /// <summary>Which experiment each version is of.</summary>
    public ImmutableDictionary<int, string> Experiments { get; private init; } = ImmutableDictionary<int, string>.Empty;

    public ServingModel Asked(Operation operation) => this;

    public ServingModel Told(Operation operation) => operation.Answer switch
    {
        Standing { View: { Version: { } version } view } => See(version) with { Experiments = Experiments.SetItem(version, view.Id) },
        VersionsSeen seen => See(seen.Versions.Max()).Serve(operation.Server, seen.Serving) with
        {
            Known = Known.SetItem(operation.Server, KnownTo(operation.Server).Union(seen.Versions)),
        },
        Predicted predicted => See(predicted.Version).Serve(operation.Server, operation.Version is null ? predicted.Version : 0) with
        {
            Predictions = Predictions.SetItem(predicted.Version, predicted.Values),
        },
        _ => this,
    };

    public IEnumerable<string> Contradictions(Operation operation, ServingModel now) => operation.Answer switch
    {
        NotFound => Missing(operation),
        Standing { View: { Version: { } version } view } => Shared(version, view.Id, now),
        VersionsSeen seen => [.. Shrunk(operation.Server, seen), .. Backwards(operation.Server, seen.Serving)],
        Predicted predicted => [.. Other(operation, predicted, now), .. Backwards(operation.Server, operation.Version is null ? predicted.Version : int.MaxValue)],
        _ => [],
    };

    private ImmutableHashSet<int> KnownTo(string server) => Known.GetValueOrDefault(server, []);

    private ServingModel See(int version) => this with { Newest = Math.Max(Newest, version) };

    private ServingModel Serve(string server, int version) =>
        this with { Serving = Serving.SetItem(server, Math.Max(version, Serving.GetValueOrDefault(server))) };

    // A service that does not know a version yet asks the store, so what one has shown no other may deny.
    private IEnumerable<string> Missing(Operation operation)
    {
        if (Newest >= (operation.Version ?? 1))
        {
            yield return $"version {operation.Version ?? Newest} was seen, and is not there";
        }
    }

    private static IEnumerable<string> Shared(int version, string experiment, ServingModel now)
    {
        if (now.Experiments.GetValueOrDefault(version, experiment) != experiment)
        {
            yield return $"version {version} is of {now.Experiments[version]}, and of {experiment} too";
        }
    }

    private IEnumerable<string> Shrunk(string server, VersionsSeen seen)
    {
        if (KnownTo(server).Except(seen.Versions) is { IsEmpty: false } gone)
        {
            yield return $"{server} has shown version {gone.First()}, and does not any more";
        }
    }

    private IEnumerable<string> Backwards(string server, int version)
    {
        if (version < Serving.GetValueOrDefault(server))
        {
            yield return $"{server} has answered by version {Serving[server]}, and answers by {version}";
        }
    }

    private static IEnumerable<string> Other(Operation operation, Predicted predicted, ServingModel now)
    {
        if (operation.Version is { } asked && asked != predicted.Version)
        {
            yield return $"version {asked} was asked, and {predicted.Version} answered";
        }
        else if (!now.Predictions.GetValueOrDefault(predicted.Version, predicted.Values).SequenceEqual(predicted.Values))
        {
            yield return $"version {predicted.Version} has predicted {string.Join(", ", now.Predictions[predicted.Version])}, "
                + $"and now predicts {string.Join(", ", predicted.Values)}";
        }
    }
}
