using System.Diagnostics;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

/// <summary>Node's own HTTP client and JSON, which share nothing with the server.</summary>
public sealed class ForeignClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Node_PredictsByJsonAndBinary()
    {
        await using var app = await InferenceApp.CreateAsync();
        app.UseKestrel(0);
        await app.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));
        var script = Path.Combine(AppContext.BaseDirectory, "Protocol", "client.mjs");

        var (exitCode, output) = await RunAsync("node", script, app.Client.BaseAddress!.ToString());

        Assert.True(exitCode == 0 && output.Trim() == "ok", output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = new Process { StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.Start();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await errors);
    }
}
