using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A gRPC client of another language in a process of its own: Node's, on the protocol's .proto file.</summary>
internal sealed class NodeClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeClient(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <param name="port">Where the service speaks gRPC.</param>
    public static NodeClient Start(int port)
    {
        var output = AppContext.BaseDirectory;
        var (program, proto) = (Path.Combine(output, "node", "client.js"), Path.Combine(output, "node", "open_inference.proto"));
        var start = new ProcessStartInfo("node", [program, proto, $"127.0.0.1:{port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Path.GetFullPath(Path.Combine(output, "..", "..", "..", "engines", "grpc-client", "node_modules"));
        return new(start);
    }

    /// <summary>Calls a method; the answer, or the code and details of the status.</summary>
    public async Task<JsonElement> CallAsync(string method, string request, int milliseconds = 30_000)
    {
        var call = new JsonObject { ["method"] = method, ["request"] = JsonNode.Parse(request), ["milliseconds"] = milliseconds };
        await _process.StandardInput.WriteLineAsync(call.ToJsonString());
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.True(line is not null, $"the client ended: {(line is null ? await _errors : "")}");
        return JsonSerializer.Deserialize<JsonElement>(line!);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }
}
