using Distributed.InferenceService.Grpc.Messages;
using Distributed.InferenceService.Tests.Support;
using Google.Protobuf;
using Grpc.Core;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class FaultTests
{
    public static TheoryData<StatusCode, string, string> Faults => new()
    {
        { StatusCode.NotFound, "there is no model 'none'", """{"modelName":"none"}""" },
        { StatusCode.NotFound, "there is no model ''", "{}" },
        { StatusCode.NotFound, "model 'm' has no version '9'; the newest is 1", """{"modelName":"m","modelVersion":"9"}""" },
        { StatusCode.InvalidArgument, "no 'inputs'", """{"modelName":"m"}""" },
        { StatusCode.InvalidArgument, "takes one input, 'x'; given: 'z'", """{"modelName":"m","inputs":[{"name":"z"}]}""" },
        { StatusCode.InvalidArgument, "has no 'datatype'", """{"modelName":"m","inputs":[{"name":"x"}]}""" },
        {
            StatusCode.InvalidArgument, "has the datatype 'BYTES'; allowed are FP32",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"BYTES","shape":[1,2],"contents":{"bytesContents":["AA==","AA=="]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has no 'data'",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,2]}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has the shape [1, 3]; model 'm' version 1 takes [-1, 2]",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"contents":{"fp32Contents":[1,2,3]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has a shape whose extent 0 is -1; it must be 0 or more",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[-1,2],"contents":{"fp32Contents":[1,2]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has a shape of more than 8 dimensions",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,1,1,1,1,1,1,1,1],"contents":{"fp32Contents":[1]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has 3 values; the shape [2, 2] needs 4",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"contents":{"fp32Contents":[1,2,3]}}]}"""
        },
        {
            StatusCode.ResourceExhausted, "input 'x' has 101 rows; at most 100 are allowed",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[101,2],"contents":{"fp32Contents":[1]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has fp64_contents; FP32 is sent as fp32_contents",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"contents":{"fp64Contents":[1,2]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has fp32_contents; FP16 is sent as raw_input_contents",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP16","shape":[1,2],"contents":{"fp32Contents":[1,2]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has both int_contents and fp32_contents",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"contents":{"intContents":[1],"fp32Contents":[2]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has a number as value 1 that is too large for FP32",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP64","shape":[1,2],"contents":{"fp64Contents":[1,1e300]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has 128 at data[1]; INT8 is read as integers from -128 to 127",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"INT8","shape":[1,2],"contents":{"intContents":[1,128]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "has a number at data[0] that FP32 cannot hold; INT64 is read as integers from -16777216",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"INT64","shape":[1,2],"contents":{"int64Contents":["16777217","1"]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "UINT64 is read as integers from 0 to 16777216",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"UINT64","shape":[1,2],"contents":{"uint64Contents":[33554432,1]}}]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has contents beside raw_input_contents; allowed is one of them",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,1],"contents":{"fp32Contents":[1]}}],"rawInputContents":[""]}"""
        },
        {
            StatusCode.InvalidArgument, "the request has 1 inputs and 2 raw_input_contents",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,1]}],"rawInputContents":["AAAAAA==","AAAAAA=="]}"""
        },
        {
            StatusCode.InvalidArgument, "input 'x' has 4 bytes of binary data; the shape [1, 2] of FP32 needs 8",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,2]}],"rawInputContents":["AAAAAA=="]}"""
        },
        {
            StatusCode.InvalidArgument, "has one output, 'y'; asked for: 'q'",
            """{"modelName":"m","inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"contents":{"fp32Contents":[1,2]}}],"outputs":[{"name":"q"}]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Infer_FaultyRequest_IsAStatusAndASentence(StatusCode expected, string words, string request)
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxBatch", "100"));
        await app.Service.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));

        var fault = await FailAsync(app, JsonParser.Default.Parse<ModelInferRequest>(request));

        Assert.Equal(expected, fault.StatusCode);
        Assert.Contains(words, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_NameThatIsNotAscii_ComesBackInTheSentence()
    {
        await using var app = await GrpcApp.CreateAsync();

        var fault = await FailAsync(app, new() { ModelName = "Pumpe 50 % größer\n😀" });

        Assert.Equal("there is no model 'Pumpe 50 % größer\n😀'", fault.Detail);
    }

    [Fact]
    public async Task Infer_VeryLongName_ComesBackShortened()
    {
        await using var app = await GrpcApp.CreateAsync();

        var fault = await FailAsync(app, new() { ModelName = new string('n', 100_000) });

        Assert.Equal(StatusCode.NotFound, fault.StatusCode);
        Assert.InRange(fault.Detail.Length, 900, 1_100);
    }

    [Fact]
    public async Task Infer_MessageOverTheLimit_IsResourceExhausted()
    {
        await using var app = await GrpcApp.CreateAsync(("Serving:MaxRequestBytes", "2048"));
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var fault = await FailAsync(app, GrpcBodies.Raw("m", 1, new float[600]));

        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
        Assert.Matches("the message has [0-9]+ bytes; at most 2048 are allowed", fault.Detail);
    }

    [Fact]
    public async Task Infer_RefusedVersion_IsUnavailableWithTheReason()
    {
        await using var app = await GrpcApp.CreateAsync();
        await app.Service.PublishAsync(LinearModel.Line(1, 0).Draft("m", change: manifest => manifest with { Features = 2 }));

        var fault = await FailAsync(app, GrpcBodies.Raw("m", 1, 1));

        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
        Assert.Contains("model 'm' version 1 is not served", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_UnknownMethod_IsUnimplemented()
    {
        await using var app = await GrpcApp.CreateAsync();

        var fault = await Assert.ThrowsAsync<RpcException>(
            () => app.CallAsync<ModelInferRequest, ModelInferResponse>("ModelStreamInfer", new()));

        Assert.Equal(StatusCode.Unimplemented, fault.StatusCode);
        Assert.Equal("there is no method '/inference.GRPCInferenceService/ModelStreamInfer'", fault.Status.Detail);
    }

    private static async Task<Status> FailAsync(GrpcApp app, ModelInferRequest request) =>
        (await Assert.ThrowsAsync<RpcException>(() => app.InferAsync(request))).Status;
}
