using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Values that travel with a call, and with the calls that it makes.</summary>
public static class RequestContext
{
    private const string ReentrancyKey = "#CCR";
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>Names the call chain that may re-enter; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(ReentrancyKey);
            }
            else
            {
                Set(ReentrancyKey, value);
            }
        }
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The values with their names.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>Calls made until the section is disposed may call back into the current grain while it waits for them.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Calls made until the section is disposed may not call back into the current grain.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>A value, or null.</summary>
    public static object? Get(string key) => Values.Value?.GetValueOrDefault(key);

    /// <summary>Sets a value for the calls that follow.</summary>
    public static void Set(string key, object value)
    {
        // Other flows of control see the old dictionary, so it must not change.
        Values.Value = Values.Value is { } old ? new(old) { [key] = value } : new() { [key] = value };
    }

    /// <summary>Removes a value; false when there was none.</summary>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } old || !old.ContainsKey(key))
        {
            return false;
        }

        var rest = new Dictionary<string, object>(old);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear() => Values.Value = null;

    internal static Dictionary<string, object>? Export(CopierProvider copiers) =>
        Values.Value?.ToDictionary(p => p.Key, p => copiers.Copy(p.Value));

    internal static void Import(Dictionary<string, object>? values) => Values.Value = values;

    internal static Guid ReentrancyIdOf(Dictionary<string, object>? values) =>
        values is not null && values.TryGetValue(ReentrancyKey, out var id) ? (Guid)id : Guid.Empty;

    /// <summary>A span of code whose calls may, or may not, re-enter the current grain.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _current;

        /// <summary>Enters the section.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _current = newReentrancyId;
            ReentrancyId = newReentrancyId;
            if (newReentrancyId != Guid.Empty)
            {
                (RuntimeContext.Current as Activations.Activation)?.EnterReentrantSection(newReentrancyId);
            }
        }

        /// <summary>Leaves the section.</summary>
        public readonly void Dispose()
        {
            if (_current != Guid.Empty)
            {
                (RuntimeContext.Current as Activations.Activation)?.LeaveReentrantSection(_current);
            }

            ReentrancyId = _original;
        }
    }
}
