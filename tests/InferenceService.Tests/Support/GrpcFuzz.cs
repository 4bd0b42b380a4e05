using Distributed.InferenceService.Grpc.Messages;
using Google.Protobuf;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Makes calls that are right, almost right, and not right at all.</summary>
internal sealed class GrpcFuzz(int seed)
{
    private static readonly string[] Methods =
    [
        "ModelMetadata", "ModelReady", "RepositoryIndex", "RepositoryModelLoad", "ModelStatistics", "ServerMetadata", "ServerLive",
        "Nothing",
    ];

    private static readonly string[] Datatypes =
        ["FP32", "FP64", "INT8", "INT32", "INT64", "UINT8", "UINT64", "BOOL", "FP16", "BYTES", "", "fp32"];

    private readonly Random _random = new(seed);

    /// <summary>The next call: where, and its body.</summary>
    public (string Path, byte[] Body) Next()
    {
        var path = _random.Next(8) == 0 ? $"/inference.GRPCInferenceService/{Pick(Methods)}" : GrpcFrames.Infer;
        var message = _random.Next(10) switch
        {
            0 => Bytes(_random.Next(64)),
            1 => GrpcBodies.Raw("m", 2, 1, 2, 3, 4).ToByteArray(),
            < 5 => Break(Request().ToByteArray()),
            _ => Request().ToByteArray(),
        };
        var frame = GrpcFrames.Frame(message, (byte)(_random.Next(30) == 0 ? _random.Next(256) : 0));
        return (path, _random.Next(12) == 0 ? Break(frame) : frame);
    }

    private ModelInferRequest Request()
    {
        var request = new ModelInferRequest
        {
            ModelName = Pick("m", "m", "m", "m", "bad", "none", ""),
            ModelVersion = Pick("", "", "", "1", "2", "x"),
            Id = Pick("", "a", "é"),
        };
        for (var i = Pick(1, 1, 1, 1, 0, 2, 3); i > 0; i--)
        {
            AddInput(request);
        }

        if (_random.Next(5) == 0)
        {
            request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = Pick("y", "y", "z", "") });
        }

        return request;
    }

    private void AddInput(ModelInferRequest request)
    {
        var rows = Pick(1, 1, 2, 3, 0, 100, 101);
        var input = new ModelInferRequest.Types.InferInputTensor { Name = Pick("x", "x", "x", "y", ""), Datatype = Pick(Datatypes) };
        input.Shape.Add(Enumerable.Repeat((long)rows, 1).Concat(Pick(new long[] { 2 }, [2], [2], [1], [], [2, 1], [-1], [long.MaxValue])));
        if (_random.Next(2) == 0)
        {
            request.RawInputContents.Add(ByteString.CopyFrom(Bytes(Math.Max(0, (rows * 2 * Pick(4, 4, 8, 1, 2)) + Pick(0, 0, 0, 1, -1)))));
        }
        else
        {
            input.Contents = Contents(Math.Max(0, (rows * 2) + Pick(0, 0, 0, 1, -1)));
        }

        request.Inputs.Add(input);
    }

    private InferTensorContents Contents(int count)
    {
        var values = Enumerable.Range(0, count).Select(_ => _random.NextDouble() * Pick(1, 100, 1e9, double.MaxValue)).ToArray();
        return _random.Next(6) switch
        {
            0 => new() { Fp64Contents = { values } },
            1 => new() { IntContents = { values.Select(value => (int)value) } },
            2 => new() { Uint64Contents = { values.Select(value => (ulong)value) } },
            3 => new() { BoolContents = { values.Select(value => value > 0.5) } },
            4 => new() { BytesContents = { values.Select(_ => ByteString.CopyFrom(Bytes(3))) } },
            _ => new() { Fp32Contents = { values.Select(value => (float)value) } },
        };
    }

    private byte[] Break(byte[] good)
    {
        List<byte> bytes = [.. good];
        for (var changes = _random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(_random.Next(1, 12), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(_random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
