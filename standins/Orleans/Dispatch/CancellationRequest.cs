using Orleans.Runtime;

namespace Orleans.Dispatch;

/// <summary>Tells an activation that the caller of a request no longer wants it.</summary>
internal sealed record CancellationRequest(long MessageId, GrainId Caller)
{
    public static Message For(Message request) => new()
    {
        Direction = MessageDirection.OneWay,
        SendingGrain = request.SendingGrain,
        SendingSilo = request.SendingSilo,
        TargetGrain = request.TargetGrain,
        TargetSilo = request.TargetSilo,
        Body = new CancellationRequest(request.Id, request.SendingGrain),
    };
}
