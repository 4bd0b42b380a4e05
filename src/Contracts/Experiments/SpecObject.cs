using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>What must hold between fields; only asked when those fields themselves are without fault.</summary>
/// <param name="Field">The field that is to blame.</param>
/// <param name="Others">The other fields that it is about.</param>
/// <param name="Holds">The rule.</param>
/// <param name="Problem">What is wrong when it does not hold.</param>
internal sealed record SpecRelation<T>(string Field, string[] Others, Func<T, bool> Holds, Func<T, string> Problem);

/// <summary>An object of the spec as a table: its fields first, then the relations between them.</summary>
internal sealed class SpecObject<T>(SpecField<T>[] fields, params SpecRelation<T>[] relations)
{
    /// <summary>Reads an object; fields that it does not name keep the value of <paramref name="defaults"/>.</summary>
    /// <param name="value">The object.</param>
    /// <param name="defaults">What it is when it names no field.</param>
    /// <param name="beside">A property that is not the table's concern, because somebody else reads it.</param>
    public T Read(SpecValue value, T defaults, string? beside = null)
    {
        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            return value.Refuse("an object", defaults);
        }
        var states = new FieldState[fields.Length];
        var result = defaults;
        foreach (var property in value.Json.EnumerateObject())
        {
            if (beside is null || JsonText.NameOf(property) != beside)
            {
                result = ReadProperty(value, property, result, states);
            }
        }
        RefuseMissing(value, states);
        CheckRelations(value, result, states);
        return result;
    }

    /// <summary>This object as a field of another one.</summary>
    public SpecField<TOwner> AsField<TOwner>(string name, T defaults, Func<TOwner, T> get, Func<TOwner, T, TOwner> set) =>
        new(name, (owner, value) => set(owner, Read(value, defaults)))
        {
            ReadOnce = value =>
            {
                var read = Read(value, defaults);
                return owner => set(owner, read);
            },
            Inner = Within(name, get, set),
        };

    /// <summary>The fields of this object as fields of the object that it is a part of, named by their paths.</summary>
    public IReadOnlyList<SpecField<TOwner>> Within<TOwner>(string name, Func<TOwner, T> get, Func<TOwner, T, TOwner> set) =>
    [
        .. fields.Select(field => new SpecField<TOwner>(
            $"{name}.{field.Name}", (owner, value) => set(owner, field.Read(get(owner), value)), Whole: field.Whole)),
    ];

    /// <summary>Whether a rule between fields is about this one.</summary>
    public bool Relates(string field) => Array.Exists(relations, relation => relation.Field == field || relation.Others.Contains(field));

    /// <summary>Checks the rules between fields of an object whose every field is sound by itself.</summary>
    public void CheckRelations(T value, string path, SpecFaults faults)
    {
        foreach (var relation in relations.Where(relation => !relation.Holds(value)))
        {
            faults.Add($"{path}.{relation.Field}", relation.Problem(value));
        }
    }

    private T ReadProperty(SpecValue parent, JsonProperty property, T result, FieldState[] states)
    {
        var name = JsonText.NameOf(property);
        var index = IndexOf(name);
        if (index < 0)
        {
            RefuseUnknown(parent, SpecText.Shorten(name));
            return result;
        }

        var path = PathOf(parent, name);
        if (states[index] != FieldState.Absent)
        {
            states[index] = FieldState.Faulty;
            parent.Faults.Add(path, "is given more than once; must be given once.");
            return result;
        }

        var before = parent.Faults.Count;
        result = fields[index].Read(result, new SpecValue(property.Value, path, parent.Faults));
        states[index] = parent.Faults.Count == before ? FieldState.Sound : FieldState.Faulty;
        return result;
    }

    private void RefuseUnknown(SpecValue parent, string name) => parent.Faults.Add(() =>
        (PathOf(parent, name), $"is an unknown field; {SpecText.Suggest(name, fields.Select(field => field.Name))}"));

    private void RefuseMissing(SpecValue value, FieldState[] states)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (states[i] == FieldState.Absent && fields[i].Missing is { } allowed)
            {
                states[i] = FieldState.Faulty;
                value.Faults.Add(PathOf(value, fields[i].Name), $"is missing; must be {allowed}.");
            }
        }
    }

    private void CheckRelations(SpecValue value, T result, FieldState[] states)
    {
        foreach (var relation in relations)
        {
            if (IsSound(relation.Field) && Array.TrueForAll(relation.Others, IsSound) && !relation.Holds(result))
            {
                value.Faults.Add(PathOf(value, relation.Field), relation.Problem(result));
            }
        }

        bool IsSound(string name) => states[IndexOf(name)] != FieldState.Faulty;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Name == name)
            {
                return i;
            }
        }
        return -1;
    }

    private static string PathOf(SpecValue parent, string name) => parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";

    private enum FieldState
    {
        Absent,
        Sound,
        Faulty,
    }
}
