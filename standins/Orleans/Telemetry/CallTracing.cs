using System.Diagnostics;
using Orleans.Runtime;

namespace Orleans.Telemetry;

/// <summary>Makes a client span around each sent call and a server span around each run one; the request context carries the trace.</summary>
internal static class CallTracing
{
    public static readonly ActivitySource Application = new("Microsoft.Orleans.Application", "1.0.0");
    public static readonly ActivitySource Runtime = new("Microsoft.Orleans.Runtime", "1.0.0");

    public static ActivitySource SourceOf(IGrainCallContext call)
    {
        var contract = call.Request.GetInterfaceType();
        return contract == typeof(Enumeration.IAsyncEnumerableGrainExtension) || contract.Assembly != typeof(CallTracing).Assembly
            ? Application
            : Runtime;
    }

    public static async Task Run(IGrainCallContext call, Activity activity)
    {
        activity.SetTag("rpc.system", "orleans");
        activity.SetTag("rpc.service", call.InterfaceName);
        activity.SetTag("rpc.method", call.MethodName);
        if (activity.IsAllDataRequested)
        {
            activity.SetTag("rpc.orleans.target_id", call.TargetId.ToString());
            activity.SetTag("rpc.orleans.source_id", call.SourceId?.ToString());
        }

        try
        {
            await call.Invoke();
        }
        catch (Exception exception)
        {
            activity.SetStatus(ActivityStatusCode.Error);
            activity.SetTag("exception.type", exception.GetType().FullName);
            activity.SetTag("exception.message", exception.Message);
            activity.SetTag("exception.stacktrace", exception.ToString());
            activity.SetTag("exception.escaped", true);
            throw;
        }
        finally
        {
            activity.Stop();
        }
    }
}

/// <summary>The caller's span.</summary>
internal sealed class TracingOutgoingFilter(DistributedContextPropagator propagator) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (CallTracing.SourceOf(context).StartActivity(context.Request.GetActivityName(), ActivityKind.Client) is not { } activity)
        {
            return context.Invoke();
        }

        propagator.Inject(activity, null, static (_, key, value) => RequestContext.Set(key, value));
        return CallTracing.Run(context, activity);
    }
}

/// <summary>The callee's span, a child of the caller's.</summary>
internal sealed class TracingIncomingFilter(DistributedContextPropagator propagator) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        propagator.ExtractTraceIdAndState(null, Get, out var parent, out var state);
        ActivityContext.TryParse(parent, state, isRemote: true, out var parentContext);
        var activity = CallTracing.SourceOf(context).StartActivity(context.Request.GetActivityName(), ActivityKind.Server, parentContext);
        return activity is null ? context.Invoke() : CallTracing.Run(context, activity);
    }

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        value = RequestContext.Get(name) as string;
        values = null;
    }
}
