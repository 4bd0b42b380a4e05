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
            .. Range(nameof(options.MaxSessions), options.MaxSessions, 1, 100_000),
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Range(string option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            yield return $"{ServingOptions.Section}:{option} is {value}; allowed are {least} to {most}.";
        }
    }
}
