using System.Buffers;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Protocol;

namespace Distributed.InferenceService.Grpc;

/// <summary>Reads an <c>InferInputTensor</c>; its fields may come in any order.</summary>
internal static class InputMessageReader
{
    /// <summary>Fills <paramref name="input"/>; returns what is wrong with the bytes.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="input">An empty tensor.</param>
    public static ProtocolFault? Read(in ReadOnlySequence<byte> bytes, InputTensor input)
    {
        var reader = new WireReader(bytes);
        var shape = input.StartShape();
        var list = 0;
        string? fault = null;
        while (fault is null && reader.MoveNext())
        {
            fault = ReadField(ref reader, input, shape, ref list);
        }

        return reader.IsMalformed ? InferMessageReader.Malformed("InferInputTensor")
            : (fault ?? ContentsReader.FindFault(input, list)) is { } words ? ProtocolFault.BadRequest($"input '{input.Name}' {words}")
            : null;
    }

    private static string? ReadField(ref WireReader reader, InputTensor input, List<long> shape, ref int list)
    {
        switch (reader.Field, reader.Type)
        {
            case (1, WireType.Length):
                input.Name = reader.ReadText(OnnxNames.Input);
                return null;
            case (2, WireType.Length):
                input.Datatype = reader.ReadText(ElementTypes.ModelType);
                return null;
            case (3, WireType.Varint):
                return AddExtent(shape, (long)reader.ReadVarint());
            case (3, WireType.Length):
                return ReadShape(reader.ReadBytes(), shape);
            case (5, WireType.Length):
                return ContentsReader.Read(reader.ReadBytes(), input, ref list);
            default:
                reader.Skip();
                return null;
        }
    }

    private static string? ReadShape(in ReadOnlySequence<byte> packed, List<long> shape)
    {
        var extents = new WireReader(packed);
        string? fault = null;
        while (fault is null && !extents.IsAtEnd)
        {
            fault = AddExtent(shape, (long)extents.ReadVarint());
        }

        return extents.IsMalformed ? "has a shape that is not a list of integers" : fault;
    }

    private static string? AddExtent(List<long> shape, long extent)
    {
        if (shape.Count == TensorData.MaxRank)
        {
            return $"has a shape of more than {TensorData.MaxRank} dimensions";
        }

        shape.Add(extent);
        return extent < 0 ? $"has a shape whose extent {shape.Count - 1} is {extent}; it must be 0 or more" : null;
    }
}
