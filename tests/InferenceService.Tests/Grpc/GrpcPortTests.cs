using System.Net;
using Distributed.InferenceService.Grpc;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class GrpcPortTests
{
    [Fact]
    public async Task GrpcPort_RestRequest_IsNotAnswered()
    {
        await using var app = await GrpcApp.CreateAsync();
        using var client = new HttpClient { BaseAddress = app.Address };

        using var answer = await client.GetAsync(new Uri("/v2/health/live", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var rest = await app.Service.Client.GetAsync(new Uri("/v2/health/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, rest.StatusCode);
    }

    [Fact]
    public async Task RestPort_GrpcPath_IsNotThere()
    {
        await using var app = await GrpcApp.CreateAsync();
        using var body = new ByteArrayContent([0, 0, 0, 0, 0]);

        using var answer = await app.Service.Client.PostAsync(new Uri("/inference.GRPCInferenceService/ServerLive", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    public void Options_PortOutOfRange_EndNamingTheOption(string port)
    {
        var fault = Assert.Throws<OptionsValidationException>(
            () => BoundOptions.Read<GrpcOptions>(services => services.AddGrpcProtocol(), ("Grpc:Port", port)));

        Assert.Equal($"Grpc:Port is {port}; allowed are 0 (no gRPC) to 65535.", fault.Message);
    }

    [Fact]
    public async Task Start_PortThatNoAddressHas_EndsNamingTheOption()
    {
        await using var app = await InferenceApp.CreateAsync(("Grpc:Port", "7201"));
        app.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, FreePort.Find()));

        var fault = Assert.Throws<OptionsValidationException>(app.StartServer);

        Assert.Contains("Grpc:Port is 7201, and the service listens at http://127.0.0.1:", fault.Message, StringComparison.Ordinal);
    }
}
