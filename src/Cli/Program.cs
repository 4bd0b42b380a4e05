using Distributed.Cli;
using Distributed.Client;

if (Arguments.Parse(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(Arguments.Usage);
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, signal) =>
{
    signal.Cancel = true;
    interrupted.Cancel();
};

// A stream of progress may be silent for longer than any answer may take.
using var http = new HttpClient { BaseAddress = arguments.Trainer, Timeout = Timeout.InfiniteTimeSpan };
return await new SweepCommand(new TrainerClient(http), Console.Out, Console.Error).RunAsync(arguments.File, interrupted.Token);
