using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Distributed.Contracts.Experiments;
using Distributed.Store;

namespace Distributed.TrainerGrain.Api;

/// <summary>Reads the query string of a listing.</summary>
internal static class ListQuery
{
    private const int MaxLimit = 1000;

    /// <summary>Reads all four parameters; on failure names each faulty one.</summary>
    public static bool TryParse(
        string? phase, string? model, string? limit, string? after,
        [NotNullWhen(true)] out CatalogQuery? query, out Dictionary<string, string[]> errors)
    {
        errors = [];
        var parsed = new CatalogQuery
        {
            Phases = Phases(phase, errors),
            Model = model,
            Limit = Number(limit, nameof(limit), 100, 1, MaxLimit, errors),
            After = Place(after, errors),
        };
        query = errors.Count == 0 ? parsed : null;
        return errors.Count == 0;
    }

    private static List<ExperimentPhase> Phases(string? text, Dictionary<string, string[]> errors)
    {
        var phases = new List<ExperimentPhase>();
        foreach (var name in text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (Enum.TryParse<ExperimentPhase>(name, ignoreCase: true, out var phase) && Enum.IsDefined(phase) && !char.IsAsciiDigit(name[0]))
            {
                phases.Add(phase);
            }
            else
            {
                errors["phase"] = [$"'{name}' is not a phase; allowed: {string.Join(", ", Enum.GetNames<ExperimentPhase>()).ToLowerInvariant()}."];
            }
        }

        return phases;
    }

    private static CatalogPlace Place(string? text, Dictionary<string, string[]> errors)
    {
        if (CatalogPlace.TryParse(text ?? "0", out var place) && place.Loss is null)
        {
            return place;
        }

        errors["after"] = [$"'{text}' is not allowed; the \"next\" of an earlier page is."];
        return default;
    }

    private static T Number<T>(string? text, string name, T absent, T min, T max, Dictionary<string, string[]> errors)
        where T : struct, System.Numerics.INumber<T>
    {
        if (text is null)
        {
            return absent;
        }

        if (T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        errors[name] = [$"'{text}' is not allowed; a whole number from {min} to {max} is."];
        return absent;
    }
}
