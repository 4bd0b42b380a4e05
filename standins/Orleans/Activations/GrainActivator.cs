using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Activations;

/// <summary>Creates instances of a grain class: services from the activation's scope, state from its attribute.</summary>
internal sealed class GrainActivator
{
    private readonly (ParameterInfo Parameter, PersistentStateAttribute State)[] _states;
    private readonly ObjectFactory _factory;

    public GrainActivator(Type grainClass)
    {
        _states = grainClass.GetConstructors().Select(StatesOf).MaxBy(s => s.Length) ?? [];
        _factory = ActivatorUtilities.CreateFactory(grainClass, Array.ConvertAll(_states, s => s.Parameter.ParameterType));
    }

    public object Create(IGrainContext activation) => _factory(
        activation.ActivationServices,
        Array.ConvertAll(_states, s => PersistentState.ForParameter(activation, s.Parameter, s.State)));

    private static (ParameterInfo Parameter, PersistentStateAttribute State)[] StatesOf(ConstructorInfo constructor) =>
    [
        .. from parameter in constructor.GetParameters()
           let state = parameter.GetCustomAttribute<PersistentStateAttribute>()
           where state is not null
           select (parameter, state),
    ];
}
