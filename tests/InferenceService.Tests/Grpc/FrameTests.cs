using System.Net;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class FrameTests
{
    private const string InvalidArgument = "3";
    private const string ResourceExhausted = "8";
    private const string Unimplemented = "12";

    private static readonly byte[] Good = GrpcFrames.Frame(GrpcBodies.Raw("m", 1, 2).ToByteArray());

    public static TheoryData<string, byte[], string> Bodies => new()
    {
        { Unimplemented, [], "the call has no message" },
        { InvalidArgument, [0, 0, 0], "the body ends after 3 bytes" },
        { InvalidArgument, [0, 0, 0, 0, 10, 1, 2], "the message ends after 2 of its 10 bytes" },
        { Unimplemented, [.. Good, .. Good], "the call has more than one message" },
        { Unimplemented, [.. Good, 0], "the call has more than one message" },
        { ResourceExhausted, [0, 255, 255, 255, 255], "the message has 4294967295 bytes; at most 16777216 are allowed" },
        { InvalidArgument, GrpcFrames.Frame([1, 2], flag: 1), "compression flag 1 and the encoding ''" },
        { InvalidArgument, GrpcFrames.Frame([1, 2], flag: 7), "compression flag 7" },
        { InvalidArgument, GrpcFrames.Frame([255, 255, 255]), "not a valid ModelInferRequest" },
        { InvalidArgument, GrpcFrames.Frame([10, 200, 1]), "not a valid ModelInferRequest" },
        { InvalidArgument, GrpcFrames.Frame([10, 2, 0xC3, 0x28]), "not a valid ModelInferRequest" },
        { InvalidArgument, GrpcFrames.Frame([42, 2, 10, 9]), "not a valid InferInputTensor" },
        { InvalidArgument, GrpcFrames.Frame([0, 1]), "not a valid ModelInferRequest" },
        { InvalidArgument, GrpcFrames.Frame([.. Enumerable.Range(0, 140).Select(i => (byte)(i % 2 == 0 ? 42 : 0))]), "more than 64 inputs" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Infer_FaultyBytes_AreAStatusAndASentence(string status, byte[] body, string words)
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        var answer = await client.PostAsync(body);

        Assert.Equal((HttpStatusCode.OK, status), (answer.Http, answer.Status));
        Assert.Contains(words, answer.Message, StringComparison.Ordinal);
        Assert.Empty(answer.Content);
    }

    [Fact]
    public async Task Infer_CompressedMessage_IsUnimplementedAndSaysWhatIsTaken()
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        var answer = await client.PostAsync(GrpcFrames.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "gzip"));

        Assert.Equal(Unimplemented, answer.Status);
        Assert.Equal("messages compressed by 'gzip' are not supported; send them as they are", answer.Message);
        Assert.Equal(["identity"], answer.Headers.GetValues("grpc-accept-encoding"));
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("Application/GRPC; charset=utf-8")]
    public async Task Infer_ContentTypesOfGrpc_AreTaken(string type)
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(3, 1).Draft("m"));
        using var client = new GrpcFrames(app.Address);

        var answer = await client.PostAsync(Good, ("Content-Type", type), ("grpc-encoding", "gzip"));

        Assert.Equal("0", answer.Status);
        Assert.Equal(answer.Content.Length - 5, answer.Content[4]);
        Assert.Equal([7f], GrpcBodies.Values(ModelInferResponse.Parser.ParseFrom(answer.Content.AsSpan(5))));
    }

    [Theory]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpc+json")]
    [InlineData("application/json")]
    public async Task Infer_OtherContentTypes_Are415(string type)
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.PostAsync(Good, ("Content-Type", type))).Http);
    }
}
