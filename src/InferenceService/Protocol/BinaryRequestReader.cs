using System.Buffers;
using Distributed.Contracts.Models;

namespace Distributed.InferenceService.Protocol;

/// <summary>Reads a request of the binary tensor extension: JSON, then the bytes of the tensors that say so, in their order.</summary>
public static class BinaryRequestReader
{
    /// <summary>Fills <paramref name="request"/>; returns what is wrong with the body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="headerLength">Bytes of JSON at its beginning; with none the body is one FP32 tensor for a model's only input.</param>
    /// <param name="request">Takes what was read.</param>
    public static ProtocolFault? Read(in ReadOnlySequence<byte> body, long headerLength, InferRequest request)
    {
        if (headerLength == 0)
        {
            return ReadRaw(body, request);
        }

        if (headerLength < 0 || headerLength > body.Length)
        {
            return ProtocolFault.BadRequest($"{BinaryHeader.Name} is {headerLength}; the body has {body.Length} bytes");
        }

        return InferRequestReader.Read(body.Slice(0, headerLength), request) ?? ReadTensors(body.Slice(headerLength), request);
    }

    private static ProtocolFault? ReadTensors(ReadOnlySequence<byte> bytes, InferRequest request)
    {
        for (var i = 0; i < request.Inputs?.Count; i++)
        {
            if (request.Inputs[i] is not { BinarySize: { } size } input)
            {
                continue;
            }

            if (size > bytes.Length)
            {
                return ProtocolFault.BadRequest($"inputs[{i}] has a binary_data_size of {size}; {bytes.Length} bytes are left of the body");
            }

            if (FindFault(input, bytes.Slice(0, size)) is { } fault)
            {
                return ProtocolFault.BadRequest($"input '{input.Name ?? $"[{i}]"}' {fault}");
            }

            bytes = bytes.Slice(size);
        }

        return bytes.IsEmpty ? null : ProtocolFault.BadRequest($"the body goes on for {bytes.Length} bytes after its tensors");
    }

    private static string? FindFault(InputTensor input, in ReadOnlySequence<byte> bytes) =>
        input.Data is null ? RawTensor.Read(input, bytes) : "has both 'data' and a binary_data_size";

    // The shape is the model's to know.
    private static ProtocolFault? ReadRaw(in ReadOnlySequence<byte> body, InferRequest request)
    {
        request.BinaryOutputs = true;
        var input = request.AddInput();
        input.Name = OnnxNames.Input;
        input.Datatype = ElementTypes.ModelType;
        input.IsWithoutShape = true;
        input.StartShape().Add(body.Length / sizeof(float));
        return RawTensor.Read(input, body) is { } fault ? ProtocolFault.BadRequest($"the body {fault}") : null;
    }
}
