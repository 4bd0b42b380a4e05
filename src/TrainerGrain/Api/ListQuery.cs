using System.Diagnostics.CodeAnalysis;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;
using Distributed.Store;

namespace Distributed.TrainerGrain.Api;

/// <summary>The query string of a listing of experiments, as it is written.</summary>
/// <param name="Phase">Phases, with commas between them.</param>
/// <param name="Model">A model.</param>
/// <param name="Sweep">A sweep.</param>
/// <param name="Sort">The order: <c>accepted</c>, or <c>loss</c> for completed experiments, the least final loss first.</param>
/// <param name="LossBelow">With <c>sort=loss</c>: only final losses below this number.</param>
/// <param name="Limit">Length of the page, 1–1,000; 100 when absent.</param>
/// <param name="After">The <c>next</c> of an earlier page.</param>
internal sealed record ListQuery(
    string? Phase, string? Model, string? Sweep, string? Sort, string? LossBelow, string? Limit, string? After)
{
    /// <summary>The order of final losses.</summary>
    public const string ByLoss = "loss";

    private const string ByAcceptance = "accepted";

    /// <summary>Reads all parameters; on failure names each faulty one.</summary>
    public bool TryRead([NotNullWhen(true)] out CatalogQuery? query, out Dictionary<string, string[]> errors)
    {
        var reader = new QueryReader();
        var byLoss = reader.Choice(Sort, "sort", [ByAcceptance, ByLoss]) == ByLoss;
        var read = new CatalogQuery
        {
            Phases = reader.Names<ExperimentPhase>(Phase, "phase"),
            Model = reader.Name(Model, "model"),
            Sweep = reader.Name(Sweep, "sweep"),
            Order = byLoss ? CatalogOrder.Loss : CatalogOrder.Accepted,
            LossBelow = reader.Number(LossBelow, "lossBelow"),
            Limit = reader.Limit(Limit),
            After = reader.Place(After, byLoss),
        };
        if (byLoss && read.Phases.Any(phase => phase != ExperimentPhase.Completed))
        {
            reader.Refuse("phase", "goes with sort=loss only when it is completed: others have no final loss.");
        }
        else if (!byLoss && read.LossBelow is not null)
        {
            reader.Refuse("lossBelow", "goes with sort=loss only.");
        }

        errors = reader.Errors;
        query = errors.Count == 0 ? read : null;
        return query is not null;
    }

    /// <summary>Reads the priority of an experiment that is submitted by itself.</summary>
    public static bool TryReadPriority(string? text, out RunPriority priority, out Dictionary<string, string[]> errors)
    {
        var reader = new QueryReader();
        priority = reader.Names<RunPriority>(text, "priority") is [var only] ? only : RunPriority.Normal;
        errors = reader.Errors;
        return errors.Count == 0;
    }

    /// <summary>Reads the parameters of a listing of sweeps.</summary>
    public static bool TryReadSweeps(
        string? phase, string? limit, string? after, [NotNullWhen(true)] out SweepQuery? query, out Dictionary<string, string[]> errors)
    {
        var reader = new QueryReader();
        var read = new SweepQuery
        {
            Phases = reader.Names<SweepPhase>(phase, "phase"),
            Limit = reader.Limit(limit),
            After = reader.Place(after, byLoss: false).Sequence,
        };
        errors = reader.Errors;
        query = errors.Count == 0 ? read : null;
        return query is not null;
    }
}
