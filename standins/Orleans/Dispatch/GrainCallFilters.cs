using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way through the filters.</summary>
public interface IGrainCallContext
{
    /// <summary>The call as data.</summary>
    IInvokable Request { get; }

    /// <summary>The grain, or the reference to it on the caller's side.</summary>
    object Grain { get; }

    /// <summary>The caller, if it is a grain or a client.</summary>
    GrainId? SourceId { get; }

    /// <summary>The callee.</summary>
    GrainId TargetId { get; }

    /// <summary>The called interface.</summary>
    GrainInterfaceType InterfaceType { get; }

    /// <summary>The called interface's name.</summary>
    string InterfaceName { get; }

    /// <summary>The called method's name.</summary>
    string MethodName { get; }

    /// <summary>The called method of the interface.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result; null before the call.</summary>
    object? Result { get; set; }

    /// <summary>The response; null before the call.</summary>
    Response? Response { get; set; }

    /// <summary>Goes on to the next filter, or to the call itself.</summary>
    Task Invoke();
}

/// <summary>A call at the callee's side.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The called activation.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>The called method of the class.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>A call at the caller's side.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation, if a grain calls.</summary>
    IGrainContext? SourceContext { get; }
}

/// <summary>Sees calls before a grain runs them.</summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Handles a call; the call runs within <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>Sees calls before they are sent.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Handles a call; it is sent within <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

/// <summary>An <see cref="IIncomingGrainCallFilter"/> as a delegate.</summary>
public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

/// <summary>An <see cref="IOutgoingGrainCallFilter"/> as a delegate.</summary>
public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);
