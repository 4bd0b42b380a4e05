using System.Reflection;
using System.Text.Json.Serialization;

namespace Distributed.Contracts.Experiments;

/// <summary>The names by which an enum's values go over the wire, from their <see cref="JsonStringEnumMemberNameAttribute"/>.</summary>
internal static class WireNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName = typeof(T)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(
            field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name,
            field => (T)field.GetValue(null)!);

    /// <summary>All names, quoted, for a message.</summary>
    public static string All { get; } = string.Join(", ", ByName.Keys.Select(name => $"\"{name}\""));

    /// <summary>The value of a name; null when there is none.</summary>
    public static T? Find(string name) => ByName.TryGetValue(name, out var value) ? value : null;
}
