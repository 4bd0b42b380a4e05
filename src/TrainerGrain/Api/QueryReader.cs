using System.Globalization;
using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.TrainerGrain.Api;

/// <summary>Reads the parameters of a query string, and gathers what is wrong with them.</summary>
internal sealed class QueryReader
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary>What is wrong, by parameter.</summary>
    public Dictionary<string, string[]> Errors { get; } = [];

    /// <summary>Notes that a parameter is not allowed.</summary>
    public void Refuse(string name, string problem) => Errors[name] = [problem];

    /// <summary>Names of an enumeration's values, with commas between them; none when absent.</summary>
    public IReadOnlyList<T> Names<T>(string? text, string name)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var word in text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(word[0]))
            {
                values.Add(value);
            }
            else
            {
                Refuse(name, $"'{word}' is not a {name}; allowed: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
            }
        }

        return values;
    }

    /// <summary>The name of something; null when absent.</summary>
    public string? Name(string? text, string name)
    {
        if (text is not null && !ResourceName.IsValid(text))
        {
            Refuse(name, $"'{text}' is not allowed; 1 to {ResourceName.MaxLength} letters, digits, '.', '_' and '-' are, the first a letter or digit.");
        }

        return text;
    }

    /// <summary>One of several words; the first when absent.</summary>
    public string Choice(string? text, string name, string[] allowed)
    {
        if (text is null || allowed.Contains(text))
        {
            return text ?? allowed[0];
        }

        Refuse(name, $"'{text}' is not allowed; {string.Join(" or ", allowed)} is.");
        return allowed[0];
    }

    /// <summary>A finite number; null when absent.</summary>
    public double? Number(string? text, string name)
    {
        if (text is null)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(name, $"'{text}' is not allowed; a number is.");
        return null;
    }

    /// <summary>The length of a page.</summary>
    public int Limit(string? text)
    {
        if (text is null)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit)
        {
            return limit;
        }

        Refuse("limit", $"'{text}' is not allowed; a whole number from 1 to {MaxLimit} is.");
        return DefaultLimit;
    }

    /// <summary>The place after which a page begins.</summary>
    public CatalogPlace Place(string? text, bool byLoss)
    {
        if (text is null)
        {
            return default;
        }

        if (CatalogPlace.TryParse(text, out var place) && (place.Loss is not null == byLoss || place == default))
        {
            return place;
        }

        Refuse("after", $"'{text}' is not allowed; the \"next\" of an earlier page is.");
        return default;
    }
}
