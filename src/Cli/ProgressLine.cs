using System.Globalization;
using Distributed.Contracts.Sweeps;

namespace Distributed.Cli;

/// <summary>Where a sweep stands, in one line that is written over on a terminal and added to a file.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal)
{
    private const int Width = 30;

    private int _length;

    /// <summary>Shows where the sweep stands now.</summary>
    public async Task ShowAsync(SweepView sweep)
    {
        var text = Describe(sweep, DateTimeOffset.UtcNow);
        if (isTerminal)
        {
            await output.WriteAsync($"\r{text.PadRight(_length)}");
            _length = text.Length;
        }
        else
        {
            await output.WriteLineAsync(text);
        }
    }

    /// <summary>Leaves what was shown last.</summary>
    public Task EndAsync() => isTerminal ? output.WriteLineAsync() : Task.CompletedTask;

    /// <summary>The line: a bar, how many have ended and are in training, how fast it goes, the best loss, the time left.</summary>
    internal static string Describe(SweepView sweep, DateTimeOffset now)
    {
        var ended = sweep.Experiments.Ended;
        var done = Width * ended / sweep.Count;
        string?[] parts =
        [
            $"[{new string('#', done)}{new string('.', Width - done)}] {ended}/{sweep.Count}",
            $"{sweep.Experiments.Running} running",
            sweep.Experiments.Failed > 0 ? $"{sweep.Experiments.Failed} failed" : null,
            sweep.Rate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:F0}/s") : null,
            sweep.Best?.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"best {loss:G6}") : null,
            sweep.ExpectedEnd is { } end ? $"{Left(end - now)} left" : null,
            sweep.EndedAt is not null || sweep.Phase != SweepPhase.Running ? sweep.Phase.ToString().ToLowerInvariant() : null,
        ];
        return string.Join("  ", parts.OfType<string>());
    }

    private static string Left(TimeSpan time) => time switch
    {
        { Ticks: < 0 } => "0 s",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };
}
