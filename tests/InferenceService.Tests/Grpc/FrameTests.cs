using System.Net;
using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class FrameTests
{
    private const string InvalidArgument = "3";
    private const string DeadlineExceeded = "4";
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
        { InvalidArgument, GrpcFrames.Frame([.. Enumerable.Repeat<byte[]>([42, 0], 70).SelectMany(tensor => tensor)]), "more than 64 inputs" },
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

    [Theory]
    [InlineData("10")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1s")]
    [InlineData("123456789S")]
    public async Task Infer_TimeoutThatIsNone_IsInvalid(string timeout)
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        var answer = await client.PostAsync(Good, ("grpc-timeout", timeout));

        Assert.Equal(InvalidArgument, answer.Status);
        Assert.Contains($"the grpc-timeout '{timeout}'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_MessageThatNeverEnds_IsGivenUpAtTheDeadline()
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);
        using var endless = new EndlessContent(Good);

        var answer = await client.PostAsync(GrpcFrames.Infer, endless, ("grpc-timeout", "50m"));

        Assert.Equal(DeadlineExceeded, answer.Status);
    }

    [Fact]
    public async Task Infer_NoTimeLeft_IsDeadlineExceeded()
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new GrpcFrames(app.Address);

        Assert.Equal(DeadlineExceeded, (await client.PostAsync(Good, ("grpc-timeout", "0n"))).Status);
    }

    [Fact]
    public async Task Infer_CallerThatGoesAway_LeavesTheServerServing()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(3, 1).Draft("m"));
        using var client = new GrpcFrames(app.Address);
        for (var i = 0; i < 20; i++)
        {
            using var leaving = new GrpcFrames(app.Address);
            using var endless = new EndlessContent(Good);
            var call = leaving.PostAsync(GrpcFrames.Infer, endless);
            await endless.Sent;
            leaving.Dispose();
            await Assert.ThrowsAnyAsync<Exception>(() => call);
        }

        Assert.Equal("0", (await client.PostAsync(Good)).Status);
        Assert.DoesNotContain(app.Service.Logs.Records, record => record.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    /// <summary>Sends bytes and then keeps its side of the call open until it is disposed.</summary>
    private sealed class EndlessContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Sent => _sent.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes);
            await stream.FlushAsync();
            _sent.TrySetResult();
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            _end.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
