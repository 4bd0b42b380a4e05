using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Grpc;

/// <summary>What only gRPC has in a <c>ModelInferRequest</c>, beside the request that all protocols share. Made to be used again.</summary>
internal sealed class InferMessage
{
    /// <summary>The raw contents, where they lie, while the message is read; empty when the tensors have contents of their own.</summary>
    public List<ReadOnlySequence<byte>> Raw { get; } = [];

    /// <summary>Whether the tensors were raw; the answer is then raw as well.</summary>
    public bool IsRaw { get; set; }

    /// <summary>Empties returned messages.</summary>
    public sealed class Policy : PooledObjectPolicy<InferMessage>
    {
        /// <inheritdoc/>
        public override InferMessage Create() => new();

        /// <inheritdoc/>
        public override bool Return(InferMessage obj)
        {
            obj.IsRaw = false;
            obj.Raw.Clear();
            return true;
        }
    }
}
