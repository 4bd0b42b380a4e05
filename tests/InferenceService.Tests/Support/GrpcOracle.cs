using System.Buffers.Binary;
using Distributed.InferenceService.Grpc.Messages;
using Google.Protobuf;
using Input = Distributed.InferenceService.Grpc.Messages.ModelInferRequest.Types.InferInputTensor;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>What a linear model must answer to a request, worked out from the request as generated code reads it.</summary>
internal static class GrpcOracle
{
    // Sums in float32 come apart from sums in float64 by some roundings of their largest terms.
    private const double Tolerance = 1e-5;

    /// <summary>Whether an answer is the model's. A request that generated code cannot read is broken where nobody needs to look.</summary>
    public static bool Agrees(LinearModel model, ReadOnlySpan<byte> request, ModelInferResponse answer)
    {
        ModelInferRequest asked;
        try
        {
            asked = ModelInferRequest.Parser.ParseFrom(request);
        }
        catch (InvalidProtocolBufferException)
        {
            return true;
        }

        var x = Values(asked, Assert.Single(asked.Inputs)).Chunk(model.Features).ToArray();
        var y = GrpcBodies.Values(answer).Chunk(model.Targets).ToArray();
        return x.Length == y.Length && x.Zip(y).All(row => Agrees(model, row.First, row.Second));
    }

    private static bool Agrees(LinearModel model, double[] x, float[] y)
    {
        for (var target = 0; target < y.Length; target++)
        {
            var terms = model.Weight[target].Zip(x, (weight, value) => weight * (double)(float)value).Append(model.Bias[target]).ToArray();
            var (sum, scale) = (terms.Sum(), terms.Sum(Math.Abs));
            if (float.IsFinite((float)scale) && Math.Abs(y[target] - sum) > Tolerance * scale)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<double> Values(ModelInferRequest request, Input input) => request.RawInputContents.Count > 0
        ? Raw(input.Datatype, request.RawInputContents[0].ToByteArray())
        : Typed(input.Contents ?? new());

    private static IEnumerable<double> Typed(InferTensorContents contents) =>
    [
        .. contents.BoolContents.Select(value => value ? 1.0 : 0), .. contents.IntContents.Select(value => (double)value),
        .. contents.Int64Contents.Select(value => (double)value), .. contents.UintContents.Select(value => (double)value),
        .. contents.Uint64Contents.Select(value => (double)value), .. contents.Fp32Contents.Select(value => (double)value),
        .. contents.Fp64Contents,
    ];

    private static IEnumerable<double> Raw(string datatype, byte[] bytes) => datatype switch
    {
        "FP32" => bytes.Chunk(4).Select(part => (double)BinaryPrimitives.ReadSingleLittleEndian(part)),
        "FP64" => bytes.Chunk(8).Select(part => BinaryPrimitives.ReadDoubleLittleEndian(part)),
        "FP16" => bytes.Chunk(2).Select(part => (double)BinaryPrimitives.ReadHalfLittleEndian(part)),
        "BF16" => bytes.Chunk(2).Select(part => (double)BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(part) << 16)),
        "INT8" => bytes.Select(part => (double)(sbyte)part),
        "INT16" => bytes.Chunk(2).Select(part => (double)BinaryPrimitives.ReadInt16LittleEndian(part)),
        "INT32" => bytes.Chunk(4).Select(part => (double)BinaryPrimitives.ReadInt32LittleEndian(part)),
        "INT64" => bytes.Chunk(8).Select(part => (double)BinaryPrimitives.ReadInt64LittleEndian(part)),
        "UINT16" => bytes.Chunk(2).Select(part => (double)BinaryPrimitives.ReadUInt16LittleEndian(part)),
        "UINT32" => bytes.Chunk(4).Select(part => (double)BinaryPrimitives.ReadUInt32LittleEndian(part)),
        "UINT64" => bytes.Chunk(8).Select(part => (double)BinaryPrimitives.ReadUInt64LittleEndian(part)),
        _ => bytes.Select(part => (double)part),
    };
}
