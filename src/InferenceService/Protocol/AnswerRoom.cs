namespace Distributed.InferenceService.Protocol;

/// <summary>How many bytes of values the answers of one batch may have together.</summary>
/// <param name="most">So many.</param>
internal sealed class AnswerRoom(int most)
{
    private long _left = most;

    /// <summary>Takes so many bytes; what is wrong when they are not left.</summary>
    public ProtocolFault? FindFault(long bytes)
    {
        for (var left = Volatile.Read(ref _left); bytes <= left; left = Volatile.Read(ref _left))
        {
            if (Interlocked.CompareExchange(ref _left, left - bytes, left) == left)
            {
                return null;
            }
        }

        return new(
            StatusCodes.Status413PayloadTooLarge, $"the answers of the batch would have more than the {most} bytes allowed, as FP32");
    }
}
