using System.Diagnostics;
using System.Net;
using Distributed.Bench.Serve.Formats;

namespace Distributed.Bench.Serve;

/// <summary>All servers, each a process of its own, all with the same model.</summary>
internal sealed class Servers : IDisposable
{
    private readonly List<ServerProcess> _processes = [];

    private Servers()
    {
    }

    /// <summary>The product, over REST with JSON.</summary>
    public Contender Json { get; private set; } = null!;

    /// <summary>The product, over REST with tensors as bytes.</summary>
    public Contender Binary { get; private set; } = null!;

    /// <summary>The same with nothing but bytes in the request.</summary>
    public Contender Raw { get; private set; } = null!;

    /// <summary>The product, over gRPC.</summary>
    public Contender Grpc { get; private set; } = null!;

    /// <summary>An empty endpoint of the same web server, whose answers are as long as <see cref="Json"/>'s.</summary>
    public Contender Floor { get; private set; } = null!;

    /// <summary>The same for <see cref="Binary"/>, whose requests have a header that the web server does not know.</summary>
    public Contender BinaryFloor { get; private set; } = null!;

    /// <summary>The same over HTTP/2 with a trailer, for <see cref="Grpc"/>.</summary>
    public Contender Http2Floor { get; private set; } = null!;

    /// <summary>Node's http server and ONNX Runtime.</summary>
    public Contender Node { get; private set; } = null!;

    /// <summary>Python's FastAPI and PyTorch.</summary>
    public Contender FastApi { get; private set; } = null!;

    /// <summary>All; the floor is the first.</summary>
    public IReadOnlyList<Contender> All => [Floor, BinaryFloor, Http2Floor, .. Ours, Node, FastApi];

    /// <summary>The product's.</summary>
    public IReadOnlyList<Contender> Ours => [Json, Binary, Raw, Grpc];

    /// <summary>Starts the product's server, and then the others as they are wanted.</summary>
    /// <param name="models">What to serve.</param>
    /// <param name="batches">Sizes of batches that will be asked.</param>
    public static async Task<Servers> StartAsync(ServedModels models, params int[] batches)
    {
        var servers = new Servers();
        try
        {
            await servers.StartOursAsync(models);
            await models.SaveAsync(servers.Json.Server.Http);
            await servers.StartFloorAsync(batches);
            servers.Node = await servers.StartForeignAsync("Node, ONNX Runtime", ForeignServers.Node, models);
            servers.FastApi = await servers.StartForeignAsync("FastAPI, PyTorch", ForeignServers.FastApi, models);
            return servers;
        }
        catch
        {
            servers.Dispose();
            throw;
        }
    }

    /// <summary>Sees to it that every server predicts what the others do.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public async Task CompareAnswersAsync(int batch)
    {
        var expected = await Json.PredictAsync(batch);
        foreach (var contender in (Contender[])[.. Ours, Node, FastApi])
        {
            var found = await contender.PredictAsync(batch);
            if (found.Length != batch || found.Zip(expected).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-3))
            {
                throw new InvalidOperationException(
                    $"{contender.Name} predicts [{string.Join(", ", found)}], not [{string.Join(", ", expected)}].");
            }
        }
    }

    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private async Task StartOursAsync(ServedModels models)
    {
        var rest = NewAddress();
        var grpc = NewAddress();
        var start = Service.Start("InferenceService", models.Store, $"http://{rest};http://{grpc}");
        start.Environment["Grpc__Port"] = $"{grpc.Port}";
        var server = await StartAsync(Service.WithHook(start), rest);
        Json = new Contender("ours, JSON", server, rest, new JsonFormat(), [ServedModels.Names[0]]) { IsDotnet = true };
        Binary = Json with { Name = "ours, binary", Format = new BinaryFormat() };
        Raw = Json with { Name = "ours, raw", Format = new RawFormat() };
        Grpc = Json with { Name = "ours, gRPC", Format = new GrpcFormat(), Address = grpc };
    }

    private async Task StartFloorAsync(int[] batches)
    {
        var http1 = await ReadAnswerLengthsAsync(Json, batches);
        var binary = await ReadAnswerLengthsAsync(Binary, batches);
        var http2 = await ReadAnswerLengthsAsync(Grpc, batches);
        var (first, second) = (NewAddress(), NewAddress());
        var lengths = new[] { http1, binary, http2 }.SelectMany(answers => answers.Values).Select(length => $"{length}").ToArray();
        var start = Service.Program("Bench.Floor", "Bench.Floor.dll", $"http://{first};http://{second}", lengths);
        start.Environment["Http2Port"] = $"{second.Port}";
        var server = await StartAsync(Service.WithHook(start), first);
        Floor = Json with { Name = "empty endpoint", Server = server, Address = first, Format = new FloorFormat(Json.Format, http1) };
        BinaryFloor = Floor with { Name = "empty endpoint, binary", Format = new FloorFormat(Binary.Format, binary) };
        Http2Floor = Grpc with
        {
            Name = "empty endpoint, HTTP/2",
            Server = server,
            Address = second,
            Format = new FloorFormat(Grpc.Format, http2),
        };
    }

    private static async Task<Dictionary<int, int>> ReadAnswerLengthsAsync(Contender contender, int[] batches)
    {
        var lengths = new Dictionary<int, int>();
        foreach (var batch in batches)
        {
            lengths[batch] = (await contender.AnswerAsync(batch)).Length;
        }

        return lengths;
    }

    private async Task<Contender> StartForeignAsync(string name, ForeignServer start, ServedModels models)
    {
        var address = NewAddress();
        var server = await StartAsync(start(models.File, address.Port), address);
        return new Contender(name, server, address, new JsonFormat(), [ServedModels.Names[0]]);
    }

    private async Task<ServerProcess> StartAsync(ProcessStartInfo start, IPEndPoint address)
    {
        var process = await ServerProcess.StartAsync(start, new Uri($"http://{address}"));
        _processes.Add(process);
        return process;
    }

    private static IPEndPoint NewAddress() => new(IPAddress.Loopback, ServerProcess.FreePort());
}
