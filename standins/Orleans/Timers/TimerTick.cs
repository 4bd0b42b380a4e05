using System.Reflection;
using Orleans.Serialization.Invocation;

namespace Orleans.Timers;

/// <summary>A tick of a timer as a request, so that it queues and is filtered like any other.</summary>
internal sealed class TimerTick(GrainTimer timer) : IInvokable
{
    private static readonly MethodInfo Method = typeof(TimerTick).GetMethod(nameof(InvokeCallbackAsync))!;

    public bool IsCancellable => false;

    public object? GetTarget() => this;

    public void SetTarget(ITargetHolder holder)
    {
    }

    public Task InvokeCallbackAsync() => timer.Run();

    public async ValueTask<Response> Invoke()
    {
        await InvokeCallbackAsync();
        return Response.Completed;
    }

    public int GetArgumentCount() => 0;

    public object? GetArgument(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    public void SetArgument(int index, object value) => throw new ArgumentOutOfRangeException(nameof(index));

    public string GetMethodName() => nameof(InvokeCallbackAsync);

    public string GetInterfaceName() => "IGrainTimerInvoker";

    public string GetActivityName() => $"{GetInterfaceName()}/{GetMethodName()}";

    public MethodInfo GetMethod() => Method;

    public Type GetInterfaceType() => typeof(TimerTick);

    public TimeSpan? GetDefaultResponseTimeout() => null;

    public CancellationToken GetCancellationToken() => default;

    public bool TryCancel() => false;

    public void Dispose()
    {
    }
}
