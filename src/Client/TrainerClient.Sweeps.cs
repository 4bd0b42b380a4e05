using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.Contracts.Sweeps;

namespace Distributed.Client;

/// <summary>The sweeps API.</summary>
public sealed partial class TrainerClient
{
    /// <summary>Submits many experiments as one; the same id with the same sweep again changes nothing.</summary>
    public Task<SweepView> SubmitSweepAsync(SweepSpec sweep, CancellationToken cancellationToken = default) =>
        SubmitSweepAsync(SweepJson.Write(sweep), cancellationToken);

    /// <summary>Submits a sweep as a person writes it.</summary>
    /// <param name="utf8Json">
    /// The sweep as JSON in UTF-8; without an id it is given one here, another each time. To ask again after a failure, name it first:
    /// <see cref="SweepNaming.Name"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<SweepView> SubmitSweepAsync(byte[] utf8Json, CancellationToken cancellationToken = default) =>
        http.PostAsync<SweepView>("sweeps", SweepNaming.Name(utf8Json).Json, cancellationToken);

    /// <summary>Submits a sweep from any object that serializes to one: <c>new { @base = …, grid = … }</c>.</summary>
    public Task<SweepView> SubmitSweepAsync<T>(T sweep, CancellationToken cancellationToken = default)
        where T : class => SubmitSweepAsync(JsonSerializer.SerializeToUtf8Bytes(sweep, ContractsJson.Options), cancellationToken);

    /// <summary>Where a sweep stands.</summary>
    public Task<SweepView> GetSweepAsync(string id, CancellationToken cancellationToken = default) =>
        http.GetAsync<SweepView>(SweepPathOf(id), cancellationToken);

    /// <summary>All sweeps in the order of acceptance, fetched page by page as they are read.</summary>
    public IAsyncEnumerable<SweepSummary> ListSweepsAsync(CancellationToken cancellationToken = default) =>
        http.PagesAsync<SweepPage, SweepSummary>(after => $"sweeps{After(after)}", page => (page.Sweeps, page.Next), cancellationToken);

    /// <summary>Where a sweep stands, now and about every second in which that changes, until all of its experiments have ended.</summary>
    public IAsyncEnumerable<SweepView> WatchSweepAsync(string id, CancellationToken cancellationToken = default) =>
        http.EventsAsync<SweepView>($"{SweepPathOf(id)}/events", cancellationToken);

    /// <summary>Its completed experiments, the least final loss first, fetched page by page as they are read.</summary>
    public IAsyncEnumerable<ExperimentView> LeaderboardAsync(string id, CancellationToken cancellationToken = default) =>
        ExperimentsAsync(after => $"{SweepPathOf(id)}/leaderboard{After(after)}", cancellationToken);

    /// <summary>Trains none of its experiments until it is resumed.</summary>
    public Task<SweepView> PauseSweepAsync(string id, CancellationToken cancellationToken = default) => AskSweepAsync(id, "pause", cancellationToken);

    /// <summary>Goes on with a paused sweep and with all of its paused experiments.</summary>
    public Task<SweepView> ResumeSweepAsync(string id, CancellationToken cancellationToken = default) => AskSweepAsync(id, "resume", cancellationToken);

    /// <summary>Ends all of its experiments that have not ended yet.</summary>
    public Task<SweepView> CancelSweepAsync(string id, CancellationToken cancellationToken = default) => AskSweepAsync(id, "cancel", cancellationToken);

    private Task<SweepView> AskSweepAsync(string id, string verb, CancellationToken cancellationToken) =>
        http.PostAsync<SweepView>($"{SweepPathOf(id)}/{verb}", null, cancellationToken);

    private static string After(string? place) => place is null ? "" : $"?after={Wire.Escape(place)}";

    private static string SweepPathOf(string id) => $"sweeps/{Wire.Escape(id)}";
}
