using System.Buffers;
using System.Threading.Channels;

namespace Orleans.Networking;

/// <summary>What waits to be sent to a silo: bounded, and taken in batches.</summary>
internal sealed class OutgoingQueue
{
    /// <summary>How many messages may wait.</summary>
    public const int Limit = 100_000;

    private const int MaxBatch = 256;
    private const int MaxBatchBytes = 256 * 1024;

    private readonly Channel<OutgoingMessage> _messages =
        Channel.CreateBounded<OutgoingMessage>(new BoundedChannelOptions(Limit) { SingleReader = true });

    private readonly ArrayBufferWriter<byte> _batch = new(MaxBatchBytes);
    private readonly List<OutgoingMessage> _taken = [];
    private int _unsent;

    /// <summary>Whether everything was sent or refused.</summary>
    public bool IsEmpty => Volatile.Read(ref _unsent) == 0;

    /// <summary>The messages of the batch that is being sent.</summary>
    public IReadOnlyList<OutgoingMessage> Taken => _taken;

    /// <summary>Adds a message; false when there are too many or no more are taken.</summary>
    public bool TryAdd(OutgoingMessage message)
    {
        Interlocked.Increment(ref _unsent);
        if (_messages.Writer.TryWrite(message))
        {
            return true;
        }

        Interlocked.Decrement(ref _unsent);
        return false;
    }

    /// <summary>Takes no more messages; false when it already did not.</summary>
    public bool TryClose() => _messages.Writer.TryComplete();

    /// <summary>Waits for a message; false when there will be none.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken token) => _messages.Reader.WaitToReadAsync(token);

    /// <summary>Takes the next batch. Messages that nobody waits for any more are not in its bytes.</summary>
    public ReadOnlyMemory<byte> TakeBatch()
    {
        _batch.ResetWrittenCount();
        while (_taken.Count < MaxBatch && _batch.WrittenCount < MaxBatchBytes && _messages.Reader.TryRead(out var next))
        {
            _taken.Add(next);
            if (!next.Message.IsExpired)
            {
                _batch.Write(next.Frame.Written.Span);
            }

            next.Frame.Dispose();
        }

        return _batch.WrittenMemory;
    }

    /// <summary>The batch is done with.</summary>
    public void EndBatch()
    {
        Interlocked.Add(ref _unsent, -_taken.Count);
        _taken.Clear();
    }

    /// <summary>Takes all that wait, not to send them.</summary>
    public IEnumerable<OutgoingMessage> Drain()
    {
        while (_messages.Reader.TryRead(out var message))
        {
            Interlocked.Decrement(ref _unsent);
            message.Frame.Dispose();
            yield return message;
        }
    }
}
