using System.Runtime.InteropServices;
using Distributed.InferenceService.Grpc.Messages;
using Google.Protobuf;
using Input = Distributed.InferenceService.Grpc.Messages.ModelInferRequest.Types.InferInputTensor;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Requests and answers of the protocol over gRPC, as a client has them.</summary>
internal static class GrpcBodies
{
    /// <summary>A request with raw contents.</summary>
    public static ModelInferRequest Raw(string model, int features, params float[] values) => Raw(model, "FP32", features, values);

    /// <summary>A request with raw contents of any datatype.</summary>
    public static ModelInferRequest Raw<T>(string model, string datatype, int features, T[] values)
        where T : unmanaged
    {
        return new()
        {
            ModelName = model,
            Inputs = { new Input { Name = "x", Datatype = datatype, Shape = { values.Length / features, features } } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) },
        };
    }

    /// <summary>A request with typed contents.</summary>
    public static ModelInferRequest Typed(string model, string datatype, int features, int rows, InferTensorContents contents) => new()
    {
        ModelName = model,
        Inputs = { new Input { Name = "x", Datatype = datatype, Shape = { rows, features }, Contents = contents } },
    };

    /// <summary>The values of an answer's only output, however they were sent.</summary>
    public static float[] Values(ModelInferResponse answer) => answer.RawOutputContents.Count > 0
        ? MemoryMarshal.Cast<byte, float>(Assert.Single(answer.RawOutputContents).Span).ToArray()
        : [.. Assert.Single(answer.Outputs).Contents.Fp32Contents];
}
