using System.Buffers;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Grpc;

/// <summary>
/// Writes a <c>ModelInferResponse</c> with its frame, by hand for the same reasons as <see cref="InferMessageReader"/>. The values are
/// its last bytes, raw or not, so they go straight from the model's buffer to the connection's.
/// </summary>
internal static class InferMessageWriter
{
    private const int LargestPiece = 64 * 1024;

    /// <summary>Writes the answer.</summary>
    /// <param name="output">Takes the frame.</param>
    /// <param name="model">What computed the values.</param>
    /// <param name="id">The request's own name; null when it had none.</param>
    /// <param name="rows">Rows of the answer.</param>
    /// <param name="values">The values, row by row.</param>
    /// <param name="raw">Whether the values are written as raw contents.</param>
    public static void Write(IBufferWriter<byte> output, ServedModel model, string? id, int rows, ReadOnlySpan<float> values, bool raw)
    {
        var sizes = Sizes.Of(model, id, rows, raw);
        var head = GrpcFrame.PrefixLength + sizes.Message - sizes.Values;
        var span = output.GetSpan(head)[..head];
        GrpcFrame.WritePrefix(span, sizes.Message);
        WriteHead(new(span[GrpcFrame.PrefixLength..]), model, id, rows, sizes, raw);
        output.Advance(head);
        WriteValues(output, values);
    }

    private static void WriteHead(WireWriter writer, ServedModel model, string? id, int rows, in Sizes sizes, bool raw)
    {
        writer.WriteText(1, model.Name);
        writer.WriteText(2, model.VersionName);
        if (id is not null)
        {
            writer.WriteText(3, id);
        }

        writer.WriteStart(5, sizes.Tensor);
        writer.WriteText(1, OnnxNames.Output);
        writer.WriteText(2, ElementTypes.ModelType);
        writer.WriteStart(3, sizes.Shape);
        writer.WriteVarint((uint)rows);
        writer.WriteVarint((uint)model.Targets);
        if (!raw)
        {
            writer.WriteStart(5, WireWriter.SizeOfLength(sizes.Values));
        }

        writer.WriteStart(6, sizes.Values);
    }

    private static void WriteValues(IBufferWriter<byte> output, ReadOnlySpan<float> values)
    {
        while (values.Length > 0)
        {
            var piece = values[..Math.Min(values.Length, LargestPiece / sizeof(float))];
            var bytes = piece.Length * sizeof(float);
            RawTensor.Write(piece, output.GetSpan(bytes)[..bytes]);
            output.Advance(bytes);
            values = values[piece.Length..];
        }
    }

    /// <summary>Lengths of the nested parts, which protobuf wants before them.</summary>
    private readonly record struct Sizes(int Message, int Tensor, int Shape, int Values)
    {
        public static Sizes Of(ServedModel model, string? id, int rows, bool raw)
        {
            var values = checked(rows * model.Targets * sizeof(float));
            var list = WireWriter.SizeOfLength(values);
            var shape = WireWriter.SizeOfVarint((uint)rows) + WireWriter.SizeOfVarint((uint)model.Targets);
            var tensor = WireWriter.SizeOfText(OnnxNames.Output) + WireWriter.SizeOfText(ElementTypes.ModelType)
                + WireWriter.SizeOfLength(shape) + (raw ? 0 : WireWriter.SizeOfLength(list));
            var message = WireWriter.SizeOfText(model.Name) + WireWriter.SizeOfText(model.VersionName)
                + (id is null ? 0 : WireWriter.SizeOfText(id)) + WireWriter.SizeOfLength(tensor) + (raw ? list : 0);
            return new(message, tensor, shape, values);
        }
    }
}
