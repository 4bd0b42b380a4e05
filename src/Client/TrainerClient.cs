using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;

namespace Distributed.Client;

/// <summary>
/// The experiments API. Every call may throw <see cref="ApiException"/>, or <see cref="HttpRequestException"/> when the service cannot be
/// reached. Safe for any number of callers at once.
/// </summary>
/// <param name="http">Its base address is the service's; the caller disposes it.</param>
public sealed partial class TrainerClient(HttpClient http)
{
    /// <summary>Submits an experiment; the same id with the same spec again changes nothing.</summary>
    public Task<ExperimentView> SubmitAsync(ExperimentSpec spec, CancellationToken cancellationToken = default) =>
        SubmitAsync(spec, RunPriority.Normal, cancellationToken);

    /// <summary>Submits an experiment that goes before or after others.</summary>
    public Task<ExperimentView> SubmitAsync(ExperimentSpec spec, RunPriority priority, CancellationToken cancellationToken = default) =>
        http.PostAsync<ExperimentView>(
            priority == RunPriority.Normal ? "experiments" : $"experiments?priority={priority.ToString().ToLowerInvariant()}",
            SpecJson.Write(spec),
            cancellationToken);

    /// <summary>Where an experiment stands; null when there is none of that id.</summary>
    public async Task<ExperimentView?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await http.GetAsync<ExperimentView>(PathOf(id), cancellationToken);
        }
        catch (ApiException exception) when (exception.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>All experiments that a query finds, fetched page by page as they are read.</summary>
    public IAsyncEnumerable<ExperimentView> ListAsync(ExperimentQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ExperimentsAsync(after => $"experiments?{query.ToQueryString(after)}", cancellationToken);
    }

    /// <summary>The loss of every epoch so far.</summary>
    public async Task<IReadOnlyList<float?>> LossesAsync(string id, CancellationToken cancellationToken = default) =>
        (await http.GetAsync<LossCurve>($"{PathOf(id)}/losses", cancellationToken)).Losses;

    /// <summary>What happens from now on, with every loss from the first epoch on, until the experiment ends.</summary>
    public IAsyncEnumerable<ExperimentEvent> WatchAsync(string id, CancellationToken cancellationToken = default) =>
        http.EventsAsync<ExperimentEvent>($"{PathOf(id)}/events", cancellationToken);

    /// <summary>Stops training where it is.</summary>
    public Task<ExperimentView> PauseAsync(string id, CancellationToken cancellationToken = default) => AskAsync(id, "pause", cancellationToken);

    /// <summary>Goes on with a paused experiment.</summary>
    public Task<ExperimentView> ResumeAsync(string id, CancellationToken cancellationToken = default) => AskAsync(id, "resume", cancellationToken);

    /// <summary>Ends an experiment where it is.</summary>
    public Task<ExperimentView> CancelAsync(string id, CancellationToken cancellationToken = default) => AskAsync(id, "cancel", cancellationToken);

    /// <summary>Tries a failed experiment again from its last checkpoint.</summary>
    public Task<ExperimentView> RetryAsync(string id, CancellationToken cancellationToken = default) => AskAsync(id, "retry", cancellationToken);

    /// <summary>Trains a completed experiment on.</summary>
    /// <param name="id">The experiment.</param>
    /// <param name="epochs">The new total of epochs.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<ExperimentView> ExtendAsync(string id, int epochs, CancellationToken cancellationToken = default) => http.PostAsync<ExperimentView>(
        $"{PathOf(id)}/extend", JsonSerializer.SerializeToUtf8Bytes(new ExtendRequest(epochs), ContractsJson.Options), cancellationToken);

    /// <summary>Forgets an experiment that has ended or is paused; the versions that it published stay.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) => http.DeleteAsync(PathOf(id), cancellationToken);

    private IAsyncEnumerable<ExperimentView> ExperimentsAsync(Func<string?, string> pathAfter, CancellationToken cancellationToken) =>
        http.PagesAsync<ExperimentPage, ExperimentView>(pathAfter, page => (page.Experiments, page.Next), cancellationToken);

    private Task<ExperimentView> AskAsync(string id, string verb, CancellationToken cancellationToken) =>
        http.PostAsync<ExperimentView>($"{PathOf(id)}/{verb}", null, cancellationToken);

    private static string PathOf(string id) => $"experiments/{Wire.Escape(id)}";
}
