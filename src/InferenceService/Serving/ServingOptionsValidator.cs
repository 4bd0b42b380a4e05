using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Serving;

/// <summary>Stops the start with one message that names every option out of its range.</summary>
internal sealed class ServingOptionsValidator : IValidateOptions<ServingOptions>
{
    public ValidateOptionsResult Validate(string? name, ServingOptions options)
    {
        string[] faults =
        [
            .. Range(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 1_024, 1 << 30),
            .. Range(nameof(options.MaxBatch), options.MaxBatch, 1, 10_000_000),
            .. Range(nameof(options.MaxAnswerBytes), options.MaxAnswerBytes, 1_024, 1 << 28),
            .. Range(nameof(options.MaxSessions), options.MaxSessions, 1, 100_000),
            .. Range(nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 4_096),
            .. Range(nameof(options.ShareRunsFromBytes), options.ShareRunsFromBytes, 0, 1 << 30),
            .. Range(nameof(options.MaxQueue), options.MaxQueue, 0, 1_000_000),
            .. Range(nameof(options.MaxBatchRequests), options.MaxBatchRequests, 1, 100_000),
            .. Range(nameof(options.MaxConnections), options.MaxConnections, 1, 1_000_000),
            .. Range(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            .. Range(nameof(options.MaxSessionBytes), options.MaxSessionBytes, 1L << 20, 1L << 50),
            .. Range(nameof(options.LoadConcurrency), options.LoadConcurrency, 1, 256),
            .. Range(nameof(options.LoadTimeout), options.LoadTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)),
            .. Range(nameof(options.ShadowQueue), options.ShadowQueue, 1, 100_000),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Range<T>(string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            yield return $"{ServingOptions.Section}:{option} is {value}; allowed are {least} to {most}.";
        }
    }
}
