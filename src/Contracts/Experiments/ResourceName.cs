using System.Buffers;

namespace Distributed.Contracts.Experiments;

/// <summary>The form of names of experiments and models; such a name is safe in a URL, a file name and a log.</summary>
public static class ResourceName
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>True for 1–128 of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, starting with a letter or digit; ASCII only.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>A new name that no other call gives: a version 7 UUID, so that names sort by the time they were made.</summary>
    public static string New() => Guid.CreateVersion7().ToString("N");
}
