using System.Globalization;
using Distributed.Client;
using Distributed.Contracts.Sweeps;

namespace Distributed.Cli;

/// <summary>Submits a sweep from a file, shows how it goes on, and tells the best at its end.</summary>
internal sealed class SweepCommand(TrainerClient trainer, TextWriter output, TextWriter errors)
{
    private const int Shown = 5;

    /// <summary>How often in a row the trainers may not be reached: those that are left take over within seconds.</summary>
    private const int Tries = 30;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <returns>The exit code: 0 when every experiment has completed, 1 otherwise, 130 when interrupted; the sweep goes on then.</returns>
    public async Task<int> RunAsync(string file, CancellationToken interrupted)
    {
        try
        {
            var submitted = await trainer.SubmitSweepAsync(await File.ReadAllBytesAsync(file, interrupted), interrupted);
            await output.WriteLineAsync($"sweep {submitted.Id}: {submitted.Count} experiments");
            var last = await FollowAsync(submitted, interrupted);
            await ShowBestAsync(last, interrupted);
            return last.Experiments.Completed == last.Count ? 0 : 1;
        }
        catch (ApiException refusal)
        {
            await errors.WriteLineAsync(refusal.Message);
            foreach (var (field, problems) in refusal.Faults)
            {
                await errors.WriteLineAsync($"  {field} {string.Join(" ", problems)}");
            }

            return 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await output.WriteLineAsync();
            await output.WriteLineAsync("Interrupted; the sweep goes on. The same command follows it again when its file names an id.");
            return 130;
        }
    }

    private async Task<SweepView> FollowAsync(SweepView submitted, CancellationToken interrupted)
    {
        var line = new ProgressLine(output, isTerminal: !Console.IsOutputRedirected);
        var last = submitted;
        for (var failures = 0; last.EndedAt is null;)
        {
            try
            {
                await foreach (var view in trainer.WatchSweepAsync(submitted.Id, interrupted))
                {
                    (last, failures) = (view, 0);
                    await line.ShowAsync(view);
                }
            }
            catch (Exception exception) when (IsPassing(exception) && ++failures < Tries)
            {
                await Task.Delay(Pause, interrupted);
            }
        }

        await line.EndAsync();
        return last;
    }

    /// <summary>The trainer that was asked has gone, or a new one is not ready yet; the sweep itself goes on.</summary>
    private static bool IsPassing(Exception exception) =>
        exception is HttpRequestException or IOException or ApiException { IsTransient: true };

    private async Task ShowBestAsync(SweepView sweep, CancellationToken interrupted)
    {
        await foreach (var experiment in trainer.LeaderboardAsync(sweep.Id, interrupted).Take(Shown))
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  {experiment.Loss,12:G6}  {experiment.Id}  model {experiment.Model} version {experiment.Version}"));
        }
    }
}
