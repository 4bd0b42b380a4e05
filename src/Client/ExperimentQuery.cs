using System.Globalization;
using Distributed.Contracts.Experiments;

namespace Distributed.Client;

/// <summary>Which experiments to list.</summary>
public sealed record ExperimentQuery
{
    /// <summary>Only these phases; empty for all.</summary>
    public IReadOnlyList<ExperimentPhase> Phases { get; init; } = [];

    /// <summary>Only those that publish this model.</summary>
    public string? Model { get; init; }

    /// <summary>Only those of this sweep.</summary>
    public string? Sweep { get; init; }

    /// <summary>Completed ones alone, the least final loss first; otherwise all in the order of acceptance.</summary>
    public bool ByLoss { get; init; }

    /// <summary>With <see cref="ByLoss"/>: only final losses below this.</summary>
    public double? LossBelow { get; init; }

    /// <summary>Experiments fetched at once, 1–1,000.</summary>
    public int PageLength { get; init; } = 1_000;

    internal string ToQueryString(string? after)
    {
        (string Name, string? Value)[] parameters =
        [
            ("phase", Phases.Count == 0 ? null : string.Join(',', Phases).ToLowerInvariant()),
            ("model", Model),
            ("sweep", Sweep),
            ("sort", ByLoss ? "loss" : null),
            ("lossBelow", LossBelow?.ToString("R", CultureInfo.InvariantCulture)),
            ("limit", PageLength.ToString(CultureInfo.InvariantCulture)),
            ("after", after),
        ];
        return string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Wire.Escape(p.Value!)}"));
    }
}
