using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using StatisticsResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Distributed.InferenceService.Protocol.ModelStatisticsList>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Distributed.InferenceService.Protocol.ProtocolError>>;

namespace Distributed.InferenceService.Protocol;

/// <summary>The statistics extension.</summary>
internal static class StatisticsHandler
{
    public static Ok<ModelStatisticsList> GetAll(ModelCatalog catalog) =>
        TypedResults.Ok(new ModelStatisticsList([.. FindInUse(catalog).Select(ModelStatistics.Of)]));

    /// <summary>All versions that were ever asked or are loaded: of thousands of models most are idle.</summary>
    public static IEnumerable<VersionSlot> FindInUse(ModelCatalog catalog) =>
        catalog.Models.OrderBy(model => model.Name, StringComparer.Ordinal).SelectMany(model => model.Versions)
            .Where(version => version.IsResident || version.WasAsked);

    public static Task<StatisticsResult> GetModelAsync(ModelServer server, string model, CancellationToken cancellationToken) =>
        GetVersionAsync(server, model, null, cancellationToken);

    public static async Task<StatisticsResult> GetVersionAsync(
        ModelServer server, string model, string? version, CancellationToken cancellationToken)
    {
        var target = await server.ResolveAsync(model, version, cancellationToken);
        return target.Fault is { } fault
            ? ProtocolFaults.Json(fault)
            : TypedResults.Ok(new ModelStatisticsList(
                [.. (version is null ? target.Model.Versions : [target.Version]).Select(ModelStatistics.Of)]));
    }
}
