using System.Runtime.InteropServices;
using Distributed.InferenceService.Grpc.Messages;
using Google.Protobuf;

namespace Distributed.Bench.Serve.Formats;

/// <summary>The protocol over gRPC, values as bytes.</summary>
internal sealed class GrpcFormat : ICallFormat
{
    private const int PrefixLength = 5;

    public InferCall Ask(string model, float[] x)
    {
        var request = new ModelInferRequest
        {
            ModelName = model,
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "x", Datatype = "FP32", Shape = { x.Length, 1 } } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(x)) },
        };
        return new InferCall("/inference.GRPCInferenceService/ModelInfer", request.ToByteArray()) { IsGrpc = true };
    }

    public float[] Read(byte[] answer, int rows)
    {
        var response = ModelInferResponse.Parser.ParseFrom(answer.AsSpan(PrefixLength));
        return MemoryMarshal.Cast<byte, float>(response.RawOutputContents[0].Span).ToArray();
    }
}
