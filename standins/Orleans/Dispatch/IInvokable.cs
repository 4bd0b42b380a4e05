using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A call as data: method, arguments and, at the callee, the target.</summary>
public interface IInvokable : IDisposable
{
    /// <summary>Whether the method takes a cancellation token.</summary>
    bool IsCancellable { get; }

    /// <summary>The object the call runs on; null before <see cref="SetTarget"/>.</summary>
    object? GetTarget();

    /// <summary>Chooses the object the call runs on.</summary>
    void SetTarget(ITargetHolder holder);

    /// <summary>Runs the call; failures are in the response.</summary>
    ValueTask<Response> Invoke();

    /// <summary>The number of arguments.</summary>
    int GetArgumentCount();

    /// <summary>An argument.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument.</summary>
    void SetArgument(int index, object value);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The interface's name with its namespace.</summary>
    string GetInterfaceName();

    /// <summary>The name of the trace span of this call.</summary>
    string GetActivityName();

    /// <summary>The interface's method.</summary>
    MethodInfo GetMethod();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>How long the caller waits, if the method says so.</summary>
    TimeSpan? GetDefaultResponseTimeout();

    /// <summary>The caller's cancellation token.</summary>
    CancellationToken GetCancellationToken();

    /// <summary>Cancels the token that the callee was given; false when it was given none.</summary>
    bool TryCancel();
}

/// <summary>Gives the objects that calls run on.</summary>
public interface ITargetHolder
{
    /// <summary>The grain instance.</summary>
    object? GetTarget();

    /// <summary>A component, like a grain extension.</summary>
    object? GetComponent(Type componentType);
}
