using System.Reflection;
using Orleans.Concurrency;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Hosting;

/// <summary>Finds at start what the official analyzers and code generator find at compile time.</summary>
internal sealed class GrainInterfaceValidator(GrainTypeMap types, CopierProvider copiers) : IConfigurationValidator
{
    private readonly HashSet<Type> _seen = [];

    public void ValidateConfiguration()
    {
        var faults = types.Interfaces.SelectMany(FaultsOf).ToArray();
        if (faults.Length > 0)
        {
            throw new OrleansConfigurationException($"Found grain interfaces that cannot be called:\n{string.Join('\n', faults)}");
        }
    }

    private IEnumerable<string> FaultsOf(Type contract)
    {
        foreach (var property in contract.GetProperties())
        {
            yield return $"{contract}.{property.Name}: a grain interface must not have properties.";
        }

        foreach (var fault in contract.GetMethods().Where(m => !m.IsSpecialName && m.IsAbstract).SelectMany(FaultsOf))
        {
            yield return fault;
        }
    }

    private IEnumerable<string> FaultsOf(MethodInfo method)
    {
        var name = $"{method.DeclaringType}.{method.Name}";
        var parameters = method.GetParameters();
        if (parameters.Any(p => p.ParameterType.IsByRef))
        {
            yield return $"{name}: parameters must not be ref, out or in.";
        }

        if (parameters.Count(p => p.ParameterType == typeof(CancellationToken)) > 1)
        {
            yield return $"{name}: there must be at most one CancellationToken.";
        }

        if (!TryGetResult(method.ReturnType, out var result))
        {
            yield return $"{name}: returns {method.ReturnType}, but must return Task, Task<T>, ValueTask, ValueTask<T>, IAsyncEnumerable<T> or void.";
            yield break;
        }

        foreach (var fault in parameters.Select(p => p.ParameterType).Where(t => !t.IsByRef).Append(result).OfType<Type>().SelectMany(FaultsOfValue))
        {
            yield return $"{name}: {fault}";
        }
    }

    private static bool TryGetResult(Type type, out Type? result)
    {
        result = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return definition == typeof(void) || definition == typeof(Task) || definition == typeof(ValueTask)
            || definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>);
    }

    private IEnumerable<string> FaultsOfValue(Type type)
    {
        if (type == typeof(void) || type.ContainsGenericParameters || !_seen.Add(type))
        {
            yield break;
        }

        if (!copiers.CanCopy(type))
        {
            yield return $"the type {type} has no serializer or copier. Give it [GenerateSerializer] and its members [Id(n)].";
            yield break;
        }

        foreach (var member in SerializableMembers.TryFind(type) is null ? [] : SerializableMembers.WithoutId(type))
        {
            yield return $"the member {type}.{member.Name} has no [Id(n)] and would be lost.";
        }

        var inner = type.IsArray ? [type.GetElementType()!]
            : type.IsConstructedGenericType && type != typeof(Immutable<>) ? type.GetGenericArguments()
            : (SerializableMembers.TryFind(type) ?? []).Select(f => f.FieldType).ToArray();
        foreach (var fault in inner.SelectMany(FaultsOfValue))
        {
            yield return fault;
        }
    }
}
