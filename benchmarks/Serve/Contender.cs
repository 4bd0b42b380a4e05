using System.Net;
using Distributed.Bench.Serve.Formats;
using Distributed.Bench.Serve.Load;

namespace Distributed.Bench.Serve;

/// <summary>One way to ask one server.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Server">Whom.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Format">How.</param>
/// <param name="Models">Asked for in turn.</param>
internal sealed record Contender(string Name, ServerProcess Server, IPEndPoint Address, ICallFormat Format, IReadOnlyList<string> Models)
{
    /// <summary>Whether the server tells what it has allocated.</summary>
    public bool IsDotnet { get; init; }

    /// <summary>Inputs: spread over what the tutorial's have, each with two digits.</summary>
    public static float[] Inputs(int batch) => [.. Enumerable.Range(0, batch).Select(i => ((37 * i) + 50) % 400 / 100f - 2)];

    /// <summary>What the first model predicts.</summary>
    public async Task<float[]> PredictAsync(int batch) => Format.Read(await AnswerAsync(batch), batch);

    /// <summary>What the first model answers.</summary>
    public async Task<byte[]> AnswerAsync(int batch)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
        using var request = Format.Ask(Models[0], Inputs(batch)).ToMessage();
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Puts it under load, on a thread of its own.</summary>
    public async Task<Measurement> MeasureAsync(Workload load)
    {
        var calls = Models.Select(model => Format.Ask(model, Inputs(load.Batch))).ToArray();
        var wires = calls.Select(call => call.ToWire(Address.ToString())).ToArray();
        using var loop = new LoadLoop(
            Address, load.Connections, i => InferCall.Converse(calls[0].IsGrpc, wires, i * wires.Length / load.Connections));
        var (time, allocated) = await ReadCountersAsync();
        var run = await Task.Factory.StartNew(
            () => loop.Run(load.Duration, load.Rate), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (timeAfter, allocatedAfter) = await ReadCountersAsync();
        return Measurement.Of(run, timeAfter - time, allocatedAfter - allocated);
    }

    private async Task<(TimeSpan ProcessorTime, double Allocated)> ReadCountersAsync() =>
        (Server.ProcessorTime, IsDotnet ? await Server.ReadAllocatedAsync() : double.NaN);
}
