using System.Reflection;
using Orleans.References;
using Orleans.Serialization.Invocation;

namespace Orleans.Dispatch;

/// <summary>A call of a method of a grain interface, its arguments already copied.</summary>
internal class MethodRequest(GrainMethod method, object?[] arguments) : IInvokable
{
    private CancellationTokenSource? _cancellation;
    private object? _target;

    public GrainMethod Method { get; } = method;

    /// <summary>The same call as another runtime knows it, with arguments of its own.</summary>
    public MethodRequest CopyFor(ReferenceFactory receiver)
    {
        var method = receiver.InterfaceOf(GetInterfaceType()).Find(Method.Info);
        var copies = (object?[])arguments.Clone();
        method.CopyArguments(copies);
        return new(method, copies);
    }

    public bool IsCancellable => Method.TokenIndex >= 0;

    public object? GetTarget() => _target;

    public void SetTarget(ITargetHolder holder)
    {
        var contract = GetInterfaceType();
        _target = contract.IsAssignableTo(typeof(Runtime.IGrainExtension)) ? holder.GetComponent(contract) : holder.GetTarget();
        if (IsCancellable)
        {
            // The caller's token stays with the caller; the callee's own one follows it by message.
            _cancellation = new();
            arguments[Method.TokenIndex] = _cancellation.Token;
        }
    }

    public virtual ValueTask<Response> Invoke() => Method.Invoke(_target!, arguments);

    public int GetArgumentCount() => arguments.Length;

    public object? GetArgument(int index) => arguments[index];

    public void SetArgument(int index, object value) => arguments[index] = value;

    public string GetMethodName() => Method.Info.Name;

    public string GetInterfaceName() => Method.InterfaceName;

    public string GetActivityName() => Method.ActivityName;

    public MethodInfo GetMethod() => Method.Info;

    public Type GetInterfaceType() => Method.Info.DeclaringType!;

    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    public CancellationToken GetCancellationToken() => IsCancellable ? (CancellationToken)arguments[Method.TokenIndex]! : default;

    public bool TryCancel()
    {
        _cancellation?.Cancel();
        return _cancellation is not null;
    }

    public void Dispose()
    {
        _cancellation?.Dispose();
        GC.SuppressFinalize(this);
    }

    public override string ToString() => $"{Method.InterfaceName}.{Method.Info.Name}({string.Join(", ", arguments)})";

    /// <summary>Calls the target's method and gives what it returned, for requests that are not awaited as one.</summary>
    protected object? InvokeRaw() => Method.InvokeRaw(_target!, arguments);
}
