using System.Buffers;
using Distributed.Contracts.Models;
using Distributed.InferenceService.Protocol;

namespace Distributed.InferenceService.Grpc;

/// <summary>
/// Reads a <c>ModelInferRequest</c>. By hand, because generated code would copy the tensors once more and make some ten objects a
/// request. Parameters and fields that it does not know are passed over.
/// </summary>
internal static class InferMessageReader
{
    /// <summary>Fills <paramref name="message"/> and <paramref name="request"/>; returns what is wrong with the bytes.</summary>
    public static ProtocolFault? Read(in ReadOnlySequence<byte> bytes, InferMessage message, InferRequest request)
    {
        var reader = new WireReader(bytes);
        ProtocolFault? fault = null;
        while (fault is null && reader.MoveNext())
        {
            fault = ReadField(ref reader, message, request);
        }

        return reader.IsMalformed ? Malformed("ModelInferRequest")
            : fault ?? (message.Raw.Count > 0 ? ConvertRaw(message, request.Inputs ?? []) : null);
    }

    /// <summary>Bytes that are no such message.</summary>
    public static ProtocolFault Malformed(string message) => ProtocolFault.BadRequest($"the message is not a valid {message}");

    private static ProtocolFault? ReadField(ref WireReader reader, InferMessage message, InferRequest request)
    {
        switch (reader.Field, reader.Type)
        {
            case (1, WireType.Length):
                request.ModelName = reader.ReadText();
                return null;
            case (2, WireType.Length):
                request.ModelVersion = ProtoText.EmptyAsNull(reader.ReadText());
                return null;
            case (3, WireType.Length):
                request.Id = ProtoText.EmptyAsNull(reader.ReadText());
                return null;
            case (5 or 6 or 7, WireType.Length):
                return ReadTensor(ref reader, message, request);
            default:
                reader.Skip();
                return null;
        }
    }

    private static ProtocolFault? ReadTensor(ref WireReader reader, InferMessage message, InferRequest request)
    {
        var given = Math.Max(message.Raw.Count, Math.Max(request.Inputs?.Count ?? 0, request.Outputs?.Count ?? 0));
        if (given >= InferRequestReader.MaxTensors)
        {
            return ProtocolFault.BadRequest($"the request has more than {InferRequestReader.MaxTensors} inputs or outputs");
        }

        var field = reader.Field;
        var bytes = reader.ReadBytes();
        switch (field)
        {
            case 5:
                return InputMessageReader.Read(bytes, request.AddInput());
            case 6:
                return ReadOutput(bytes, request);
            default:
                message.Raw.Add(bytes);
                return null;
        }
    }

    private static ProtocolFault? ReadOutput(in ReadOnlySequence<byte> bytes, InferRequest request)
    {
        var reader = new WireReader(bytes);
        var name = "";
        while (reader.MoveNext())
        {
            if (reader is { Field: 1, Type: WireType.Length })
            {
                name = reader.ReadText(OnnxNames.Output);
            }
            else
            {
                reader.Skip();
            }
        }

        request.AddOutput(new(name));
        return reader.IsMalformed ? Malformed("InferRequestedOutputTensor") : null;
    }

    private static ProtocolFault? ConvertRaw(InferMessage message, IReadOnlyList<InputTensor> inputs)
    {
        message.IsRaw = true;
        if (inputs.Count != message.Raw.Count)
        {
            return ProtocolFault.BadRequest(
                $"the request has {inputs.Count} inputs and {message.Raw.Count} raw_input_contents; each input takes one");
        }

        for (var i = 0; i < inputs.Count; i++)
        {
            var fault = inputs[i].Data is null
                ? RawTensor.Read(inputs[i], message.Raw[i])
                : "has contents beside raw_input_contents; allowed is one of them";
            if (fault is not null)
            {
                return ProtocolFault.BadRequest($"input '{inputs[i].Name}' {fault}");
            }
        }

        return null;
    }
}
