using Distributed.InferenceService.Serving;
using Microsoft.AspNetCore.Http.HttpResults;
using ChangeResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Distributed.InferenceService.Protocol.ProtocolError>>;
using IndexResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<System.Collections.Generic.IReadOnlyList<Distributed.InferenceService.Protocol.RepositoryEntry>>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<Distributed.InferenceService.Protocol.ProtocolError>>;

namespace Distributed.InferenceService.Protocol;

/// <summary>The model repository extension: which versions there are, and loading and unloading by request.</summary>
internal static class RepositoryHandler
{
    // A load in Triton's manner may bring its own configuration or the model's file.
    private static readonly string[] Refused = ["config", "file:"];

    public static async Task<IndexResult> GetIndexAsync(HttpContext context, JsonBodyReader bodies, ModelServer server)
    {
        var (query, fault) = await bodies.ReadAsync<RepositoryQuery>(context);
        return fault is not null ? ProtocolFaults.Json(fault) : TypedResults.Ok<IReadOnlyList<RepositoryEntry>>(
            [.. server.ReadIndex().Where(state => query is not { Ready: true } || state.Readiness == Readiness.Ready).Select(Describe)]);
    }

    public static async Task<ChangeResult> LoadAsync(
        HttpContext context, JsonBodyReader bodies, ModelServer server, string model, CancellationToken cancellationToken)
    {
        var (change, fault) = await bodies.ReadAsync<RepositoryChange>(context);
        return (fault ?? FindFault(change?.Parameters?.Keys ?? [])) is { } refused
            ? ProtocolFaults.Json(refused)
            : Answer(await server.LoadAsync(model, cancellationToken));
    }

    public static async Task<ChangeResult> UnloadAsync(ModelServer server, string model, CancellationToken cancellationToken) =>
        Answer(await server.UnloadAsync(model, cancellationToken));

    /// <summary>What is wrong with the parameters of a load; null when nothing is.</summary>
    public static ProtocolFault? FindFault(IEnumerable<string> parameters) =>
        parameters.FirstOrDefault(key => Refused.Any(start => key.StartsWith(start, StringComparison.Ordinal))) is { } refused
            ? ProtocolFault.BadRequest($"the parameter '{refused}' is not taken: models and what is known of them come from the store")
            : null;

    private static ChangeResult Answer(ServingFault? fault) => fault is null ? TypedResults.Ok() : ProtocolFaults.Json(fault);

    private static RepositoryEntry Describe(VersionState state) => new(
        state.Model, VersionNames.Format(state.Version), state.ReadinessName, state.Reason);
}
