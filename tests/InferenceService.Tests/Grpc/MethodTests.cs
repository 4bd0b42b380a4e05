using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Grpc.Core;
using ServingStatus = Distributed.InferenceService.Grpc.Messages.HealthCheckResponse.Types.ServingStatus;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class MethodTests
{
    [Fact]
    public async Task Server_TellsWhatItIs()
    {
        await using var app = await GrpcApp.CreateAsync();

        Assert.True((await app.CallAsync<ServerLiveRequest, ServerLiveResponse>("ServerLive", new())).Live);
        Assert.True((await app.CallAsync<ServerReadyRequest, ServerReadyResponse>("ServerReady", new())).Ready);
        var answer = await app.CallAsync<ServerMetadataRequest, ServerMetadataResponse>("ServerMetadata", new());
        Assert.Equal(("distributed", "0.1.0"), (answer.Name, answer.Version));
        Assert.Equal(["model_repository", "statistics"], answer.Extensions);
    }

    [Fact]
    public async Task ModelReady_GoodRefusedAndUnknown_AreToldApart()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("good"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("bad", change: manifest => manifest with { Features = 2 }));

        Assert.True(await app.IsReadyAsync("good"));
        Assert.True(await app.IsReadyAsync("good", "1"));
        Assert.False(await app.IsReadyAsync("bad"));
        var fault = await Assert.ThrowsAsync<RpcException>(
            () => app.IsReadyAsync("none"));
        Assert.Equal(new Status(StatusCode.NotFound, "there is no model 'none'"), fault.Status);
    }

    [Fact]
    public async Task ModelMetadata_TellsTensorsAndVersions()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Counting(3, 2).Draft("m"));
        await app.Service.PublishAsync(LinearModel.Counting(3, 2).Draft("m"));
        await app.IsReadyAsync("m", "1");

        var answer = await app.CallAsync<ModelMetadataRequest, ModelMetadataResponse>("ModelMetadata", new() { Name = "m", Version = "2" });

        Assert.Equal(("m", "onnx_onnxv1"), (answer.Name, answer.Platform));
        Assert.Equal(["1", "2"], answer.Versions);
        var (input, output) = (Assert.Single(answer.Inputs), Assert.Single(answer.Outputs));
        Assert.Equal(("x", "FP32", "y", "FP32"), (input.Name, input.Datatype, output.Name, output.Datatype));
        Assert.Equal([-1, 3], input.Shape);
        Assert.Equal([-1, 2], output.Shape);
    }

    [Fact]
    public async Task Repository_UnloadAndLoad_ShowInTheIndexAndInAnswers()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(2, 0).Draft("m"));
        Assert.Equal(4f, await PredictAsync(app));

        await app.CallAsync<RepositoryModelUnloadRequest, RepositoryModelUnloadResponse>("RepositoryModelUnload", new() { ModelName = "m" });

        var fault = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(app));
        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
        Assert.Equal(["m 1 UNAVAILABLE"], await IndexAsync(app, ready: false));
        Assert.Empty(await IndexAsync(app, ready: true));

        await app.CallAsync<RepositoryModelLoadRequest, RepositoryModelLoadResponse>("RepositoryModelLoad", new() { ModelName = "m" });

        Assert.Equal(4f, await PredictAsync(app));
        Assert.Equal(["m 1 READY"], await IndexAsync(app, ready: true));
    }

    [Theory]
    [InlineData("none", "", "", StatusCode.NotFound, "there is no model 'none'")]
    [InlineData("m", "elsewhere", "", StatusCode.NotFound, "there is no repository 'elsewhere'")]
    [InlineData("m", "", "config", StatusCode.InvalidArgument, "models and what is known of them come from the store")]
    [InlineData("bad", "", "", StatusCode.Unavailable, "model 'bad' version 1 is not served")]
    public async Task RepositoryModelLoad_WhatCannotBe_IsRefusedWithTheReason(
        string model, string repository, string parameter, StatusCode expected, string words)
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("m"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("bad", change: manifest => manifest with { Features = 2 }));
        var request = new RepositoryModelLoadRequest { ModelName = model, RepositoryName = repository };
        if (parameter.Length > 0)
        {
            request.Parameters.Add(parameter, new ModelRepositoryParameter { StringParam = "{}" });
        }

        var fault = await Assert.ThrowsAsync<RpcException>(
            () => app.CallAsync<RepositoryModelLoadRequest, RepositoryModelLoadResponse>("RepositoryModelLoad", request));

        Assert.Equal(expected, fault.StatusCode);
        Assert.Contains(words, fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelStatistics_WithoutName_ListsEveryVersionInUse()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("b"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("a"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("a"));
        await app.InferAsync(GrpcBodies.Raw("b", 1, 1, 2));
        await app.Service.InferAsync("/v2/models/a/versions/1/infer", Bodies.Flat(1, 1));
        await app.Service.InferAsync("/v2/models/a/versions/2/infer", Bodies.Flat(1, 1));

        Assert.Equal(["a 1 1", "a 2 1", "b 1 2"], await CountAsync(app, new()));
        Assert.Equal(["a 2 1"], await CountAsync(app, new() { Name = "a", Version = "2" }));
    }

    [Fact]
    public async Task ModelStatistics_OfAnAlias_AreThoseOfItsVersion()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("a"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("a"));
        await app.Service.PutAsync("/models/a/aliases/champion", """{"version":1}""");
        await app.Service.InferAsync("/v2/models/a/versions/champion/infer", Bodies.Flat(1, 1));

        Assert.Equal(["a 1 1"], await CountAsync(app, new() { Name = "a", Version = "champion" }));
        Assert.Equal(["a 1 1", "a 2 0"], await CountAsync(app, new() { Name = "a" }));
    }

    [Fact]
    public async Task Health_KnownServices_AreServing()
    {
        await using var app = await GrpcApp.CreateAsync();

        Assert.Equal(ServingStatus.Serving, await CheckAsync(app, ""));
        Assert.Equal(ServingStatus.Serving, await CheckAsync(app, "inference.GRPCInferenceService"));
        var fault = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(app, "other"));
        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
    }

    private static async Task<ServingStatus> CheckAsync(GrpcApp app, string service) =>
        (await app.CallAsync<HealthCheckRequest, HealthCheckResponse>("grpc.health.v1.Health", "Check", new() { Service = service })).Status;

    private static async Task<IEnumerable<string>> CountAsync(GrpcApp app, ModelStatisticsRequest request)
    {
        var answer = await app.CallAsync<ModelStatisticsRequest, ModelStatisticsResponse>("ModelStatistics", request);
        return answer.ModelStats.Select(version => $"{version.Name} {version.Version} {version.InferenceCount}");
    }

    private static async Task<float> PredictAsync(GrpcApp app) =>
        Assert.Single(GrpcBodies.Values(await app.InferAsync(GrpcBodies.Raw("m", 1, 2))));

    private static async Task<IEnumerable<string>> IndexAsync(GrpcApp app, bool ready)
    {
        var index = await app.CallAsync<RepositoryIndexRequest, RepositoryIndexResponse>("RepositoryIndex", new() { Ready = ready });
        return index.Models.Select(version => $"{version.Name} {version.Version} {version.State}");
    }
}
