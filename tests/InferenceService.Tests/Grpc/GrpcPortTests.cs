using System.Net;
using Distributed.InferenceService.Grpc;
using Distributed.InferenceService.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
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
    public async Task Started_PortThatNoAddressHas_EndsNamingTheOption()
    {
        using var server = new ListeningServer("http://127.0.0.1:7200");
        var check = new GrpcPortCheck(server, Options.Create(new GrpcOptions { Port = 7201 }));

        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => check.StartedAsync(CancellationToken.None));

        Assert.StartsWith("Grpc:Port is 7201, and the service listens at http://127.0.0.1:7200 only;", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_PortOfAnAddress_IsAccepted()
    {
        using var server = new ListeningServer("http://127.0.0.1:7200", "http://127.0.0.1:7201");

        await new GrpcPortCheck(server, Options.Create(new GrpcOptions { Port = 7201 })).StartedAsync(CancellationToken.None);
    }

    private sealed class ListeningServer : IServer
    {
        public ListeningServer(params string[] addresses)
        {
            var feature = new ServerAddressesFeature();
            Array.ForEach(addresses, feature.Addresses.Add);
            Features.Set<IServerAddressesFeature>(feature);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
