using Microsoft.Extensions.DependencyInjection;

namespace Distributed.AppHost;

/// <summary>Starts the application and tells every address as soon as it answers.</summary>
internal sealed class Startup(DistributedApplication app)
{
    private const string DashboardName = "aspire-dashboard";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).WaitAsync(Timeout, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new RunFailure($"The system did not start within {Timeout.TotalSeconds:0} seconds: see the dashboard for what holds it up.", exception);
        }
    }

    /// <exception cref="RunFailure">The resource ended, or did not become healthy in time.</exception>
    public async Task AnnounceAsync(string title, EndpointReference endpoint, CancellationToken cancellationToken)
    {
        var resource = endpoint.Resource;
        try
        {
            await app.ResourceNotifications
                .WaitForResourceHealthyAsync(resource.Name, WaitBehavior.StopOnResourceUnavailable, cancellationToken)
                .WaitAsync(Timeout, cancellationToken);
            Print(title, endpoint.Url);
        }
        catch (TimeoutException exception)
        {
            throw new RunFailure($"The {resource.Name} was not healthy within {Timeout.TotalSeconds:0} seconds{await LastWordsAsync(resource)}", exception);
        }
        catch (DistributedApplicationException exception)
        {
            throw new RunFailure($"The {resource.Name} could not be started{await LastWordsAsync(resource)}", exception);
        }
    }

    /// <summary>The dashboard's address, with the way in.</summary>
    public async Task AnnounceDashboardAsync(CancellationToken cancellationToken)
    {
        if (app.Services.GetRequiredService<DistributedApplicationOptions>().DisableDashboard)
        {
            return;
        }

        var running = await app.ResourceNotifications.WaitForResourceAsync(
            DashboardName, e => e.Snapshot.State?.Text == KnownResourceStates.Running, cancellationToken);
        var login = running.Snapshot.Urls.First(url => url.Name is "http" or "https").Url;
        await WaitForAnswerAsync(new Uri(new Uri(login), "/health"), cancellationToken);
        Print("dashboard", login);
    }

    private static void Print(string title, string address) => Console.WriteLine($"{title,-16} {address}");

    private static async Task WaitForAnswerAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Timeout };
        while (!await AnswersAsync(client, address, cancellationToken))
        {
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What the process itself said last; it knows best what is wrong.</summary>
    private async Task<string> LastWordsAsync(IResource resource)
    {
        var last = new List<string>();
        await foreach (var lines in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
        {
            last.AddRange(lines.Where(line => line.IsErrorMessage).Select(line => ConsoleText.WithoutTimestamp(line.Content)));
        }

        return ConsoleText.LastWords(last) is { } words ? $": {words}" : "; its console on the dashboard says why.";
    }
}
