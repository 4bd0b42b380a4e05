using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Orleans.Dispatch;

/// <summary>The callee's side: runs a request on an activation and sends the answer.</summary>
internal sealed partial class RequestInvoker(
    IEnumerable<IIncomingGrainCallFilter> filters, MessageCenter messages, CopierProvider copiers, ILogger<RequestInvoker> logger)
{
    private readonly IIncomingGrainCallFilter[] _filters = [.. filters];

    /// <summary>Runs in a turn of <paramref name="target"/>. Never fails: failures are the answer.</summary>
    public async Task Invoke(IGrainContext target, Message message)
    {
        if (message.IsExpired)
        {
            return;
        }

        RequestContext.Import(message.RequestContext);
        var response = await Run(target, message);
        message.Request.Dispose();
        if (response.Exception is { } exception)
        {
            OnFailure(target, message, exception);
        }

        if (message.Direction is MessageDirection.Request)
        {
            messages.Deliver(message.CreateResponse(Copy(response)));
        }
    }

    private async ValueTask<Response> Run(IGrainContext target, Message message)
    {
        try
        {
            var request = message.Request;
            request.SetTarget(target);
            if ((_filters.Length == 0 && target.GrainInstance is not IIncomingGrainCallFilter) || SystemGrains.IsSystem(target.GrainId.Type))
            {
                return await request.Invoke();
            }

            var call = new IncomingCall(message, target, _filters);
            await call.Invoke();
            return call.Response!;
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    private Response Copy(Response response)
    {
        try
        {
            return response.Copy(copiers);
        }
        catch (Exception exception)
        {
            LogUncopyable(exception);
            return Response.FromException(exception);
        }
    }

    private void OnFailure(IGrainContext target, Message message, Exception exception)
    {
        LogFailure(message.Direction is MessageDirection.OneWay ? LogLevel.Warning : LogLevel.Debug, exception, message);
        if (exception is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            // Marked so that it does not stop the activations that it passes through on its way to the first caller.
            inconsistent.IsSourceActivation = false;
            LogInconsistentState(exception, target.GrainId);
            target.Deactivate(new(DeactivationReasonCode.ApplicationError, exception.ToString()));
        }
    }

    [LoggerMessage(Message = "Exception during Grain method call of message {Message}: ")]
    private partial void LogFailure(LogLevel level, Exception exception, Message message);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deactivating {GrainId} due to inconsistent state.")]
    private partial void LogInconsistentState(Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Exception trying to send a response")]
    private partial void LogUncopyable(Exception exception);
}
