using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.EndToEnd.Tests;

/// <summary>The gRPC address that the system prints, called by hand.</summary>
public sealed class GrpcTests
{
    private const int PrefixLength = 5;

    // A ModelInferRequest for the model 'tutorial': x, FP32, [1, 1], with the value 0.
    private static readonly byte[] Tensor = [0x0A, 1, .. "x"u8, 0x12, 4, .. "FP32"u8, 0x1A, 2, 1, 1, 0x2A, 6, 0x32, 4, 0, 0, 0, 0];
    private static readonly byte[] Request = [0x0A, 8, .. "tutorial"u8, 0x2A, (byte)Tensor.Length, .. Tensor];

    [Fact]
    public async Task GrpcAddress_IsPrintedAndPredictsAsRestDoes()
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--trainers", "1");
        await app.WaitUntilReadyAsync();
        await app.WaitForLineAsync($"inference gRPC   {app.InferenceGrpc.ToString().TrimEnd('/')}");

        Assert.Equal(await PredictByRestAsync(app.Inference), await PredictByGrpcAsync(app.InferenceGrpc));

        Assert.Equal(0, await app.StopAsync());
    }

    private static async Task<float> PredictByRestAsync(Uri address)
    {
        using var client = new HttpClient { BaseAddress = address };
        var body = JsonNode.Parse("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,1],"data":[0]}]}""");
        using var response = await client.PostAsJsonAsync(new Uri("/v2/models/tutorial/infer", UriKind.Relative), body);
        return (float)(await response.Content.ReadFromJsonAsync<JsonNode>())!["outputs"]![0]!["data"]![0]!;
    }

    private static async Task<float> PredictByGrpcAsync(Uri address)
    {
        using var client = new HttpClient();
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/inference.GRPCInferenceService/ModelInfer"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, (byte)Request.Length, .. Request]),
        };
        call.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await client.SendAsync(call);
        var answer = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(["0"], response.TrailingHeaders.GetValues("grpc-status"));
        Assert.Equal(answer.Length - PrefixLength, answer[PrefixLength - 1]);

        // The values are the last bytes of an answer.
        return BitConverter.ToSingle(answer.AsSpan(^sizeof(float)));
    }
}
