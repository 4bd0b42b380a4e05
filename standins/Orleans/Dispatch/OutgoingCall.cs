using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A call on its way through the caller's filters.</summary>
internal sealed class OutgoingCall(RuntimeClient client, GrainReference target, MethodRequest request, IOutgoingGrainCallFilter[] filters)
    : IOutgoingGrainCallContext
{
    private int _stage;

    public IInvokable Request => request;

    public object Grain => target;

    public IGrainContext? SourceContext { get; } = RuntimeContext.Current;

    public GrainId? SourceId => SourceContext?.GrainId;

    public GrainId TargetId => target.GrainId;

    public GrainInterfaceType InterfaceType => target.InterfaceType;

    public string InterfaceName => request.GetInterfaceName();

    public string MethodName => request.GetMethodName();

    public MethodInfo InterfaceMethod => request.GetMethod();

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response?.GetResult<object>();
        set => Response = Response.FromResult(value);
    }

    public async Task Invoke()
    {
        var stage = _stage++;
        try
        {
            if (stage > filters.Length)
            {
                throw new InvalidOperationException($"{nameof(OutgoingCall)}.{nameof(Invoke)}() received an invalid call.");
            }

            if (stage == filters.Length)
            {
                Response = await client.SendAsync(target, request);
                return;
            }

            await filters[stage].Invoke(this);
            if (Response is null)
            {
                throw new InvalidOperationException($"The filter {filters[stage].GetType().Name} did not go on with the call.");
            }
        }
        finally
        {
            _stage--;
        }
    }
}
