namespace Distributed.EndToEnd.Tests;

/// <summary>The whole system as a user starts it: an AppHost process and what it starts, on ports and a data directory of its own.</summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TestedProgram _program;

    private AppHostProcess(TestedProgram program, string trainer, string inference, string inferenceGrpc) =>
        (_program, Trainer, Inference, InferenceGrpc) = (program, Local(trainer), Local(inference), Local(inferenceGrpc));

    public int Id => _program.Id;

    public Uri Trainer { get; }

    public Uri Inference { get; }

    public Uri InferenceGrpc { get; }

    public static AppHostProcess Start(string data, params string[] arguments)
    {
        var (trainer, inference, inferenceGrpc, dashboard) =
            (FreePort.FindAsText(), FreePort.FindAsText(), FreePort.FindAsText(), FreePort.FindAsText());
        var ports = new Dictionary<string, string>
        {
            ["TRAINER_PORT"] = trainer,
            ["INFERENCE_PORT"] = inference,
            ["INFERENCE_GRPC_PORT"] = inferenceGrpc,
            ["DASHBOARD_PORT"] = dashboard,
        };
        var program = TestedProgram.Start("AppHost", "AppHost.dll", ["--data", data, .. arguments], ports);
        return new AppHostProcess(program, trainer, inference, inferenceGrpc);
    }

    /// <summary>Waits until both services say that they are healthy.</summary>
    public async Task WaitUntilHealthyAsync()
    {
        foreach (var service in new[] { Trainer, Inference })
        {
            using var client = new HttpClient { BaseAddress = service };
            await Until.AnswersAsync(client, new Uri("/health", UriKind.Relative), Patience);
        }
    }

    /// <summary>Waits until the dashboard is announced too and the first experiment is served: the start is over then.</summary>
    public async Task WaitUntilReadyAsync()
    {
        await WaitForLineAsync("dashboard ");
        using var client = new HttpClient { BaseAddress = Inference };
        await Until.TrueAsync(
            () => Until.SucceedsAsync(client, new Uri("/models/tutorial", UriKind.Relative)),
            Patience,
            () => $"The tutorial is not served; the AppHost's output is: {_program.Output}");
    }

    /// <summary>Waits for a line on the console that contains the text.</summary>
    public Task WaitForLineAsync(string text) => _program.WaitForLineAsync(text);

    /// <inheritdoc cref="TestedProgram.StopAsync"/>
    public Task<int> StopAsync() => _program.StopAsync();

    /// <inheritdoc cref="TestedProgram.WaitForExitAsync"/>
    public Task<(int Code, string Output, string Errors)> WaitForExitAsync() => _program.WaitForExitAsync();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static Uri Local(string port) => new($"http://127.0.0.1:{port}");
}
