using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Storage;

/// <summary>Makes the states that grain classes ask for.</summary>
internal static class PersistentState
{
    private const string DefaultProvider = "Default";
    private static readonly MethodInfo Open = typeof(PersistentState).GetMethod(nameof(Create), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static object ForParameter(IGrainContext context, ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException(
                $"Parameter '{parameter.Name}' on the constructor for '{parameter.Member.DeclaringType}' has an unsupported type, '{type}'. "
                + $"It must be an instance of generic type '{typeof(IPersistentState<>)}' because it has an associated [PersistentState(...)] attribute.",
                parameter.Name);
        }

        var name = string.IsNullOrEmpty(attribute.StateName) ? parameter.Name! : attribute.StateName;
        var create = Open.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<IGrainContext, string, string?, object>>();
        return create(context, name, attribute.StorageName);
    }

    public static IStorage<TState> ForGrainOfState<TState>(IGrainContext context, Type grainClass)
    {
        var provider = grainClass.GetCustomAttribute<StorageProviderAttribute>()?.ProviderName;
        return Create<TState>(context, "state", provider is DefaultProvider ? null : provider);
    }

    private static PersistentState<TState> Create<TState>(IGrainContext context, string stateName, string? storageName)
    {
        var services = context.ActivationServices;
        var storage = string.IsNullOrWhiteSpace(storageName)
            ? services.GetService<IGrainStorage>()
            : services.GetKeyedService<IGrainStorage>(storageName);
        return storage is null
            ? throw new BadProviderConfigException(string.IsNullOrWhiteSpace(storageName)
                ? $"No default storage provider found loading grain type {context.GrainId.Type}."
                : $"No storage provider named \"{storageName}\" found loading grain type {context.GrainId.Type}.")
            : new PersistentState<TState>(stateName, context, storage, services.GetRequiredService<StorageInstruments>());
    }
}
