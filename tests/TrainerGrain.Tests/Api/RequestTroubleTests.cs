using Distributed.TrainerGrain.Api;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Distributed.TrainerGrain.Tests.Api;

/// <summary>What is said of a request that did not arrive properly.</summary>
public sealed class RequestTroubleTests
{
    [Fact]
    public async Task TryHandle_BodyTooSlow_Is408() => Assert.Equal(
        (408, "The request's body did not arrive in time; nothing was accepted."),
        await TellAsync(new BadHttpRequestException("See MinRequestBodyDataRate.", 408)));

    [Fact]
    public async Task TryHandle_BadChunk_Is400WithTheReason() => Assert.Equal(
        (400, "The request did not arrive as HTTP wants it; nothing was accepted: Bad chunk size data."),
        await TellAsync(new BadHttpRequestException("Bad chunk size data.", 400)));

    [Fact]
    public async Task TryHandle_AnythingElse_IsNotHandled() => Assert.Equal((200, null), await TellAsync(new IOException("Gone.")));

    private static async Task<(int Status, string? Detail)> TellAsync(Exception exception)
    {
        var problems = new ToldProblems();
        var context = new DefaultHttpContext();
        await new RequestTrouble(problems).TryHandleAsync(context, exception, CancellationToken.None);
        return (context.Response.StatusCode, problems.Detail);
    }
}
