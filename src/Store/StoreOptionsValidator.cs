using Distributed.Store.Sql;
using Microsoft.Extensions.Options;

namespace Distributed.Store;

/// <summary>Checks <see cref="StoreOptions"/> and reports every fault at once, each with the option's name.</summary>
public sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string?[] faults =
        [
            SqlDialects.FaultOf(options.ConnectionString),
            Range(nameof(StoreOptions.BusyTimeout), options.BusyTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)),
            Range(nameof(StoreOptions.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)),
            Range(nameof(StoreOptions.QueueLimit), options.QueueLimit, 1, 1_000_000),
        ];
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? Range<T>(string option, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : $"{StoreOptions.Section}:{option} is {value} but must be from {least} to {most}.";
}
