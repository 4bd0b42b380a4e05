using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Finds the fields that travel with a value of a type.</summary>
internal static class SerializableMembers
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The fields of a <see cref="GenerateSerializerAttribute"/> type and its serializable bases; null for other types.</summary>
    public static FieldInfo[]? TryFind(Type type)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            return null;
        }

        return [.. TryFindLevels(type)!.SelectMany(l => l).Select(m => m.Field)];
    }

    /// <summary>The same with their numbers, by levels of the class hierarchy, the type's own level first.</summary>
    public static SerializableMember[][]? TryFindLevels(Type type)
    {
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            return null;
        }

        var levels = new List<SerializableMember[]>();
        for (var level = type; level is not null && level.IsDefined(typeof(GenerateSerializerAttribute), false); level = level.BaseType)
        {
            levels.Add([.. OfLevel(level)]);
        }

        return [.. levels];
    }

    /// <summary>The members of a serializable type that will not travel because they have no id.</summary>
    public static IEnumerable<MemberInfo> WithoutId(Type type)
    {
        var travelling = OfLevel(type).Select(m => m.Field).ToHashSet();
        return type.GetProperties(Own)
            .Where(p => p.SetMethod is not null && BackingField(p) is { } field && !travelling.Contains(field) && !IsIgnored(field));
    }

    private static IEnumerable<SerializableMember> OfLevel(Type level)
    {
        var attribute = level.GetCustomAttribute<GenerateSerializerAttribute>()!;
        var positional = PositionalParameters(level, attribute);
        foreach (var field in level.GetFields(Own).Where(f => !f.IsStatic && f.IsDefined(typeof(IdAttribute))))
        {
            yield return new(field, NumberOf(field, positional));
        }

        foreach (var property in level.GetProperties(Own))
        {
            if (Travels(property, attribute, positional) && BackingField(property) is { } field)
            {
                yield return new(field, NumberOf(property, positional));
            }
        }
    }

    // Given numbers, positions of parameters and names are three ways to say which member it is; none may be taken for another.
    private static uint NumberOf(MemberInfo member, List<string> positional) => member.GetCustomAttribute<IdAttribute>() is { } given ? given.Id * 3
        : positional.IndexOf(member.Name) is >= 0 and var position ? (uint)position * 3 + 1
        : StableHash.Of(member.Name) / 3 * 3 + 2;

    private static bool Travels(PropertyInfo property, GenerateSerializerAttribute attribute, List<string> positional) =>
        property.IsDefined(typeof(IdAttribute))
        || positional.Contains(property.Name)
        || attribute.GenerateFieldIds == GenerateFieldIds.PublicProperties && property.GetMethod is { IsPublic: true } && property.SetMethod is not null;

    // A record's positional parameters are members without saying so; its clone method tells a record from a class.
    private static List<string> PositionalParameters(Type type, GenerateSerializerAttribute attribute)
    {
        var isRecord = type.GetMethod("<Clone>$", Own) is not null || type.GetMethod("PrintMembers", Own) is not null;
        if (!isRecord && !attribute.IncludePrimaryConstructorParameters)
        {
            return [];
        }

        var primary = type.GetConstructors(Own).Where(c => !IsCopyConstructor(c, type)).MaxBy(c => c.GetParameters().Length);
        return primary is null ? [] : [.. primary.GetParameters().Select(p => p.Name!)];
    }

    private static bool IsCopyConstructor(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [var only] && only.ParameterType == type;

    private static FieldInfo? BackingField(PropertyInfo property) => property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Own);

    private static bool IsIgnored(FieldInfo field) =>
        field.IsDefined(typeof(NonSerializedAttribute)) || !field.IsDefined(typeof(CompilerGeneratedAttribute));
}

/// <summary>A field that travels, and its number among those of its class.</summary>
internal readonly record struct SerializableMember(FieldInfo Field, uint Number);
