using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>Puts what a spec holds into words, each of bounded length and free of control characters.</summary>
internal static class SpecText
{
    private const int MaxShown = 60;

    /// <summary>A value as it appears in a sentence: <c>the string "abc"</c>, <c>-1</c>, <c>a list</c>.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the string {Raw(value)}",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Undefined => "nothing",
        _ => Raw(value),
    };

    /// <summary>Text from outside, cut when long.</summary>
    public static string Shorten(string text, int length = MaxShown)
    {
        var shown = text.Length > length ? string.Concat(text.AsSpan(0, length), "…") : text;
        return string.Create(shown.Length, shown, (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '\uFFFD' : source[i];
            }
        });
    }

    /// <summary>"; did you mean …" when one of the known names is near, else the known names.</summary>
    public static string Suggest(string unknown, IEnumerable<string> known)
    {
        var nearest = known.MinBy(name => EditDistance(unknown, name));
        return nearest is not null && EditDistance(unknown, nearest) <= Math.Max(1, nearest.Length / 3)
            ? $"did you mean \"{nearest}\"?"
            : $"known here are {string.Join(", ", known.Select(name => $"\"{name}\""))}.";
    }

    private static string Raw(JsonElement value)
    {
        // The raw text of a value can be megabytes: only what will be shown is decoded.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return Shorten(Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 4 * MaxShown)]));
    }

    /// <summary>Changes, insertions and deletions of one character that turn one name into the other (Levenshtein), whatever the case.</summary>
    private static int EditDistance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) >= to.Length)
        {
            return to.Length;
        }
        var distances = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = distances[0];
            distances[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1);
                diagonal = distances[j];
                distances[j] = Math.Min(change, Math.Min(distances[j - 1], distances[j]) + 1);
            }
        }
        return distances[^1];
    }
}
