using System.Reflection;
using System.Runtime.ExceptionServices;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A call on its way through the callee's filters, the grain itself being the last if it is one.</summary>
internal sealed class IncomingCall(Message message, IGrainContext target, IReadOnlyList<IIncomingGrainCallFilter> filters)
    : IIncomingGrainCallContext
{
    private int _stage;

    public IInvokable Request => message.Request;

    public object Grain => target.GrainInstance!;

    public IGrainContext TargetContext => target;

    public GrainId? SourceId => message.SendingGrain.IsDefault ? null : message.SendingGrain;

    public GrainId TargetId => target.GrainId;

    public GrainInterfaceType InterfaceType => message.InterfaceType;

    public string InterfaceName => Request.GetInterfaceName();

    public string MethodName => Request.GetMethodName();

    public MethodInfo InterfaceMethod => Request.GetMethod();

    public MethodInfo ImplementationMethod => ImplementationOf(Request.GetTarget()!.GetType());

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response is { Exception: null } response ? response.Result : null;
        set => Response = Response.FromResult(value);
    }

    public async Task Invoke()
    {
        var stage = _stage++;
        try
        {
            switch (stage - filters.Count)
            {
                case < 0:
                    await Run(filters[stage]);
                    break;
                case 0 when Grain is IIncomingGrainCallFilter own:
                    await Run(own);
                    break;
                case 0 or 1:
                    await InvokeTarget();
                    break;
                default:
                    throw new InvalidOperationException($"{nameof(IncomingCall)}.{nameof(Invoke)}() received an invalid call.");
            }
        }
        finally
        {
            _stage--;
        }
    }

    private async Task Run(IIncomingGrainCallFilter filter)
    {
        await filter.Invoke(this);
        if (Response is null)
        {
            throw new InvalidOperationException($"The filter {filter.GetType().Name} did not go on with the call.");
        }
    }

    private async Task InvokeTarget()
    {
        Response = await Request.Invoke();
        if (Response.Exception is { } exception)
        {
            // Filters see a failure as an exception.
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    private MethodInfo ImplementationOf(Type type)
    {
        var contract = InterfaceMethod;
        if (!Request.GetInterfaceType().IsAssignableFrom(type))
        {
            return contract;
        }

        var map = type.GetInterfaceMap(Request.GetInterfaceType());
        var definition = contract.IsConstructedGenericMethod ? contract.GetGenericMethodDefinition() : contract;
        var found = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, definition)];
        return contract.IsConstructedGenericMethod ? found.MakeGenericMethod(contract.GetGenericArguments()) : found;
    }
}
