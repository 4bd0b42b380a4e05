using System.Buffers;
using Distributed.InferenceService.Protocol;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Grpc;

/// <summary>A <c>ModelInferRequest</c> as it was sent, with its tensors converted. Made to be used again.</summary>
internal sealed class InferMessage : IDisposable
{
    /// <summary>Name of the model; empty when absent.</summary>
    public string Model { get; set; } = "";

    /// <summary>The version; null for the one that the server chooses.</summary>
    public string? Version { get; set; }

    /// <summary>Everything else, in the form that all protocols share.</summary>
    public InferRequest Request { get; } = new();

    /// <summary>The raw contents, where they lie, while the message is read; empty when the tensors have contents of their own.</summary>
    public List<ReadOnlySequence<byte>> Raw { get; } = [];

    /// <summary>Whether the tensors were raw; the answer is then raw as well.</summary>
    public bool IsRaw { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Request.Dispose();

    /// <summary>Empties returned messages.</summary>
    public sealed class Policy : PooledObjectPolicy<InferMessage>
    {
        /// <inheritdoc/>
        public override InferMessage Create() => new();

        /// <inheritdoc/>
        public override bool Return(InferMessage obj)
        {
            obj.Model = "";
            obj.Version = null;
            obj.IsRaw = false;
            obj.Raw.Clear();
            obj.Request.Clear();
            return true;
        }
    }
}
