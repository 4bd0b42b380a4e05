using System.Text.Json.Serialization;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>What versions have computed since the service began.</summary>
public sealed record ModelStatisticsList([property: JsonPropertyName("model_stats")] IReadOnlyList<ModelStatistics> ModelStats);

/// <summary>What one version has computed.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Version">The version.</param>
/// <param name="LastInference">When it last predicted, in milliseconds since 1970; 0 for never.</param>
/// <param name="InferenceCount">Rows predicted.</param>
/// <param name="ExecutionCount">Runs of the model: several for a large batch, one for all requests that share it.</param>
/// <param name="InferenceStats">Where the time went.</param>
/// <param name="BatchStats">Always empty.</param>
public sealed record ModelStatistics(
    string Name,
    string Version,
    [property: JsonPropertyName("last_inference")] long LastInference,
    [property: JsonPropertyName("inference_count")] long InferenceCount,
    [property: JsonPropertyName("execution_count")] long ExecutionCount,
    [property: JsonPropertyName("inference_stats")] InferStatistics InferenceStats,
    [property: JsonPropertyName("batch_stats")] IReadOnlyList<object> BatchStats)
{
    internal static ModelStatistics Of(VersionSlot version)
    {
        var numbers = version.Statistics.Snapshot();
        return new(
            version.Model,
            VersionNames.Format(version.Version),
            numbers.LastInference,
            numbers.InferenceCount,
            numbers.ExecutionCount,
            InferStatistics.Of(numbers),
            []);
    }
}

/// <summary>Where the time of a version's requests went; nothing is ever answered from a cache.</summary>
public sealed record InferStatistics(
    DurationStatistic Success,
    DurationStatistic Fail,
    DurationStatistic Queue,
    [property: JsonPropertyName("compute_input")] DurationStatistic ComputeInput,
    [property: JsonPropertyName("compute_infer")] DurationStatistic ComputeInfer,
    [property: JsonPropertyName("compute_output")] DurationStatistic ComputeOutput,
    [property: JsonPropertyName("cache_hit")] DurationStatistic CacheHit,
    [property: JsonPropertyName("cache_miss")] DurationStatistic CacheMiss)
{
    internal static InferStatistics Of(StatisticsSnapshot numbers) => new(
        DurationStatistic.Of(numbers.Success),
        DurationStatistic.Of(numbers.Fail),
        DurationStatistic.Of(numbers.Queue),
        DurationStatistic.Of(numbers.ComputeInput),
        DurationStatistic.Of(numbers.ComputeInfer),
        DurationStatistic.Of(numbers.ComputeOutput),
        DurationStatistic.Of(default),
        DurationStatistic.Of(default));
}

/// <summary>How often something happened and how long it took in total, in nanoseconds.</summary>
public sealed record DurationStatistic(long Count, long Ns)
{
    internal static DurationStatistic Of(DurationTotal total) => new(total.Count, total.Nanoseconds);
}
