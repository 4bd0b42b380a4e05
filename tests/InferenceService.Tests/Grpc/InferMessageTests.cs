using System.Buffers;
using System.Buffers.Binary;
using Distributed.InferenceService.Grpc;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Input = Distributed.InferenceService.Grpc.Messages.ModelInferRequest.Types.InferInputTensor;
using Output = Distributed.InferenceService.Grpc.Messages.ModelInferRequest.Types.InferRequestedOutputTensor;

namespace Distributed.InferenceService.Tests.Grpc;

/// <summary>The hand-written reading and writing, held against the code that is generated from the same .proto file.</summary>
public sealed class InferMessageTests
{
    private const int Messages = 2_000;

    [Fact]
    public void Read_RandomMessages_SeesWhatGeneratedCodeWrote()
    {
        var random = new Random(20261122);
        for (var i = 0; i < Messages; i++)
        {
            var written = Generate(random);
            var bytes = written.ToByteArray();
            var read = new InferMessage();
            using var request = new InferRequest();

            Assert.Null(InferMessageReader.Read(Pieces.Split(bytes, random.Next(1, bytes.Length + 1)), read, request));

            Assert.Equal(written.ModelName, request.ModelName ?? "");
            Assert.Equal(written.ModelVersion, request.ModelVersion ?? "");
            Assert.Equal(written.Id, request.Id ?? "");
            Assert.Equal(written.Outputs.Select(output => output.Name), (request.Outputs ?? []).Select(output => output.Name));
            Assert.Equal(written.RawInputContents.Count > 0, read.IsRaw);
            foreach (var (sent, seen) in written.Inputs.Zip(request.Inputs!))
            {
                Assert.Equal((sent.Name, sent.Datatype), (seen.Name, seen.Datatype));
                Assert.Equal(sent.Shape, seen.Shape!);
                Assert.Equal(ValuesOf(sent, written), seen.Data!.Values.ToArray());
            }
        }
    }

    [Fact]
    public void Read_FieldsInAnyOrderAndListsInPieces_AreTheSameMessage()
    {
        byte[] contents = [0x35, 0, 0, 0x80, 0x3F, 0x32, 4, 0, 0, 0, 0x40];
        byte[] tensor = [0x2A, (byte)contents.Length, .. contents, 0x18, 2, 0x12, 4, .. "FP32"u8, 0x18, 1, 0x0A, 1, .. "x"u8];
        byte[] unknown = [0x98, 0x06, 1, 0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xAD, 0x06, 1, 2, 3, 4, 0xB2, 0x06, 2, 9, 9];
        byte[] bytes = [0x1A, 1, .. "i"u8, 0x2A, (byte)tensor.Length, .. tensor, .. unknown, 0x0A, 1, .. "a"u8, 0x0A, 1, .. "m"u8];
        var read = new InferMessage();
        using var request = new InferRequest();

        Assert.Null(InferMessageReader.Read(new(bytes), read, request));

        Assert.Equal(("m", "i"), (request.ModelName, request.Id));
        var input = Assert.Single(request.Inputs!);
        Assert.Equal(("x", "FP32"), (input.Name, input.Datatype));
        Assert.Equal([2, 1], input.Shape!);
        Assert.Equal([1f, 2f], input.Data!.Values.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_AnyAnswer_IsReadByGeneratedCode(bool raw)
    {
        await using var app = await InferenceApp.CreateAsync();
        var random = new Random(7);
        foreach (var (targets, rows, id) in new[] { (1, 0, null), (1, 1, "7"), (3, 50, "ü"), (2, 100_000, new string('i', 300)) })
        {
            var model = await ServedAsync(app, targets);
            var values = Enumerable.Range(0, rows * targets).Select(_ => random.NextSingle()).ToArray();
            var output = new ArrayBufferWriter<byte>();

            InferMessageWriter.Write(output, model, id, rows, values, raw);

            var answer = ModelInferResponse.Parser.ParseFrom(output.WrittenSpan[GrpcFrame.PrefixLength..]);
            Assert.Equal(output.WrittenCount - GrpcFrame.PrefixLength, BinaryPrimitives.ReadInt32BigEndian(output.WrittenSpan[1..]));
            Assert.Equal((model.Name, model.VersionName, id ?? ""), (answer.ModelName, answer.ModelVersion, answer.Id));
            Assert.Equal([rows, targets], Assert.Single(answer.Outputs).Shape);
            Assert.Equal(values, GrpcBodies.Values(answer));
        }
    }

    private static async Task<ServedModel> ServedAsync(InferenceApp app, int targets)
    {
        var version = await app.PublishAsync(LinearModel.Counting(1, targets).Draft($"m{targets}"));
        return new(version, new OnnxModel(LinearModel.Counting(1, targets).ToOnnx()), () => { });
    }

    private static ModelInferRequest Generate(Random random)
    {
        var request = new ModelInferRequest
        {
            ModelName = Text(random),
            ModelVersion = random.Next(2) == 0 ? "" : Text(random),
            Id = random.Next(2) == 0 ? "" : Text(random),
            Parameters = { [Text(random)] = new InferParameter { Int64Param = random.Next() } },
        };
        request.Outputs.Add(Enumerable.Range(0, random.Next(3)).Select(_ => new Output { Name = Text(random) }));
        var raw = random.Next(2) == 0;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var values = Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(-1000, 1000) / 8f).ToArray();
            var input = new Input { Name = random.Next(2) == 0 ? "x" : Text(random), Shape = { values.Length, 1 } };
            input.Parameters["p"] = new InferParameter { StringParam = Text(random) };
            request.Inputs.Add(input);
            (input.Datatype, input.Contents) = Contents(random, values);
            if (raw)
            {
                input.Datatype = "FP32";
                input.Contents = null;
                request.RawInputContents.Add(ByteString.CopyFrom([.. values.SelectMany(BitConverter.GetBytes)]));
            }
        }

        return request;
    }

    private static (string Datatype, InferTensorContents Contents) Contents(Random random, float[] values) => random.Next(6) switch
    {
        0 => ("FP64", new() { Fp64Contents = { values.Select(value => (double)value) } }),
        1 => ("INT32", new() { IntContents = { values.Select(value => (int)value) } }),
        2 => ("INT64", new() { Int64Contents = { values.Select(value => (long)value) } }),
        3 => ("UINT32", new() { UintContents = { values.Select(value => (uint)Math.Abs(value)) } }),
        4 => ("UINT64", new() { Uint64Contents = { values.Select(value => (ulong)Math.Abs(value)) } }),
        _ => ("FP32", new() { Fp32Contents = { values } }),
    };

    private static float[] ValuesOf(Input input, ModelInferRequest request) => input.Contents is not { } contents
        ? [.. request.RawInputContents[request.Inputs.IndexOf(input)].ToByteArray().Chunk(4).Select(bytes => BitConverter.ToSingle(bytes))]
        :
        [
            .. contents.Fp32Contents, .. contents.Fp64Contents.Select(value => (float)value),
            .. contents.IntContents.Select(value => (float)value), .. contents.Int64Contents.Select(value => (float)value),
            .. contents.UintContents.Select(value => (float)value), .. contents.Uint64Contents.Select(value => (float)value),
        ];

    private static string Text(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => "abcxyz019 _-é漢"[random.Next(14)])]);
}
