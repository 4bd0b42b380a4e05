using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using InferStatistics = Distributed.InferenceService.Grpc.Messages.InferStatistics;
using ModelStatistics = Distributed.InferenceService.Grpc.Messages.ModelStatistics;

namespace Distributed.InferenceService.Grpc;

/// <summary>The statistics extension: what versions have computed since the server started.</summary>
internal sealed class StatisticsMethod(ModelServer server, ModelCatalog catalog)
{
    /// <summary>Without a name, every version in use; without a version, every version of the model.</summary>
    public async ValueTask<Reply<ModelStatisticsResponse>> ReadAsync(ModelStatisticsRequest request, CancellationToken cancellationToken)
    {
        if (request.Name.Length == 0)
        {
            return Describe(StatisticsHandler.FindInUse(catalog));
        }

        var target = await server.ResolveAsync(request.Name, ProtoText.EmptyAsNull(request.Version), cancellationToken);
        return target.Fault is { } missing ? ProtocolFaults.Of(missing)
            : Describe(request.Version.Length == 0 ? target.Model.Versions : [target.Version]);
    }

    private static Reply<ModelStatisticsResponse> Describe(IEnumerable<VersionSlot> versions) =>
        new ModelStatisticsResponse { ModelStats = { versions.Select(Describe) } };

    private static ModelStatistics Describe(VersionSlot version)
    {
        var numbers = version.Statistics.Snapshot();
        return new()
        {
            Name = version.Model,
            Version = VersionNames.Format(version.Version),
            LastInference = (ulong)numbers.LastInference,
            InferenceCount = (ulong)numbers.InferenceCount,
            ExecutionCount = (ulong)numbers.ExecutionCount,
            InferenceStats = Describe(numbers),
        };
    }

    private static InferStatistics Describe(StatisticsSnapshot numbers) => new()
    {
        Success = Describe(numbers.Success),
        Fail = Describe(numbers.Fail),
        Queue = Describe(numbers.Queue),
        ComputeInput = Describe(numbers.ComputeInput),
        ComputeInfer = Describe(numbers.ComputeInfer),
        ComputeOutput = Describe(numbers.ComputeOutput),
    };

    private static StatisticDuration Describe(DurationTotal total) => new() { Count = (ulong)total.Count, Ns = (ulong)total.Nanoseconds };
}
