using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>A field that a sweep sets, with what it says about it.</summary>
internal sealed record SweptField(SpecField<ExperimentSpec> Field, SpecValue Value)
{
    /// <summary>The field's path.</summary>
    public string Path => Field.Name;
}

/// <summary>Which fields a sweep may set.</summary>
/// <param name="sample">The shared spec, to try values on.</param>
/// <param name="keyed">Whether the sweep gives data sets by key, and with them each experiment's data and model.</param>
internal sealed class SweptFields(ExperimentSpec sample, bool keyed)
{
    /// <summary>The shared spec, to try values on.</summary>
    public ExperimentSpec Sample => sample;

    /// <summary>The fields of an object whose names are paths. Of one with a fault there is none in the result.</summary>
    /// <param name="paths">The object.</param>
    /// <param name="empty">Whether it may be empty.</param>
    public IReadOnlyList<SweptField> ReadAll(SpecValue paths, bool empty = false)
    {
        if (paths.Json.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            return paths.Refuse<IReadOnlyList<SweptField>>("an object whose names are paths such as \"optimizer.learningRate\"", []);
        }

        var properties = paths.Json.EnumerateObject().Select(property => (Name: JsonText.NameOf(property), property.Value)).ToList();
        if (properties.Count == 0 && !empty)
        {
            paths.Faults.Add(paths.Path, "is empty; must have at least one path such as \"optimizer.learningRate\".");
        }

        var given = properties.Select(property => property.Name).ToHashSet();
        var seen = new HashSet<string>();
        var fields = new List<SweptField>();
        foreach (var (name, value) in properties)
        {
            var path = $"{paths.Path}.{SpecText.Shorten(name)}";
            if (Problem(name, given, isFirst: seen.Add(name)) is { } problem)
            {
                paths.Faults.Add(() => (path, problem()));
            }
            else
            {
                fields.Add(new SweptField(SpecPaths.All[name], new SpecValue(value, path, paths.Faults)));
            }
        }

        return fields;
    }

    private Func<string>? Problem(string name, HashSet<string> given, bool isFirst)
    {
        if (!SpecPaths.All.ContainsKey(name))
        {
            return () => $"is an unknown path; {SpecText.Suggest(SpecText.Shorten(name), SpecPaths.All.Keys)}";
        }

        if (keyed && (SpecPaths.IsWithin(name, "data") || name == "model"))
        {
            return () => KeyedData.Conflict;
        }

        if (SpecPaths.ParentOf(name) is { } parent && given.Contains(parent))
        {
            return () => $"is a part of {parent}, which is given as well; leave out the one or the other.";
        }

        if (sample.Data is InlineData && name != "data" && SpecPaths.IsWithin(name, "data"))
        {
            return () => "is a field of data of the kind \"regression\", which base.data is not; give data as a whole.";
        }

        return isFirst ? null : () => "is given more than once; must be given once.";
    }
}
