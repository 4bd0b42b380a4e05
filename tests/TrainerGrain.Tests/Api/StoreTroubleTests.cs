using System.Net.Sockets;
using Distributed.Store;
using Distributed.TrainerGrain.Api;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.AspNetCore.Http;
using Orleans.Runtime;

namespace Distributed.TrainerGrain.Tests.Api;

/// <summary>Which exceptions are trouble that passes (503), and what is said of them.</summary>
public sealed class StoreTroubleTests
{
    [Fact]
    public async Task TryHandle_StoreInsideAnOrleansException_TellsTheStoresSentence() => Assert.Equal(
        "The disk is full.", await TellAsync(new OrleansException("The call failed.", new StoreException(StoreFault.Full, "The disk is full."))));

    [Fact]
    public async Task TryHandle_NetworkInsideAnOrleansException_TellsThatTheTrainerIsGoneAndNothingOfTheInside() => Assert.Equal(
        "The trainer that has this is gone or cannot be reached; another takes it over within seconds. Try again.",
        await TellAsync(new OrleansException("Unable to connect to S127.0.0.1:1:2\n   at Orleans.Runtime", new SocketException())));

    [Fact]
    public async Task TryHandle_Timeout_SaysThatTheClusterDidNotAnswer() =>
        Assert.Equal("The cluster did not answer in time.", await TellAsync(new TimeoutException()));

    [Fact]
    public async Task TryHandle_AnythingElse_IsNotTrouble() => Assert.Null(await TellAsync(new InvalidOperationException("A mistake.")));

    private static async Task<string?> TellAsync(Exception exception)
    {
        var problems = new ToldProblems();
        var context = new DefaultHttpContext();
        var handled = await new StoreTrouble(problems).TryHandleAsync(context, exception, CancellationToken.None);
        Assert.Equal(handled, context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable);
        return problems.Detail;
    }
}
