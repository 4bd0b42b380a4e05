using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>The console of every resource: what its processes print, and what the application host has to say of it.</summary>
internal sealed class ResourceLogs(
    DcpHost dcp,
    DistributedApplicationModel model,
    DistributedApplicationOptions options,
    ResourceNotificationService notifications,
    ILoggerFactory loggers,
    IHostEnvironment environment)
{
    private const string SystemSource = "system";

    private static readonly (string Source, bool IsError)[] Sources = [("stdout", false), ("stderr", true), (SystemSource, false)];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<LogLine>> _lines = [];
    private readonly Dictionary<string, List<ChannelWriter<LogLine>>> _readers = [];

    public void Write(IResource resource, string message, bool isError = false)
    {
        var line = new LogLine(0, $"{DateTime.UtcNow.ToString("o", CultureInfo.InvariantCulture)} {message}", isError);
        lock (_lock)
        {
            GetOrAdd(_lines, resource.Name).Add(line);
            GetOrAdd(_readers, resource.Name).ForEach(r => r.TryWrite(line));
        }
    }

    /// <summary>Everything so far and, if asked to follow, everything to come; each line begins with its time.</summary>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        ResourceInstance instance,
        bool follow,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogLine>();
        var name = instance.Resource.Name;
        var number = 0;
        lock (_lock)
        {
            GetOrAdd(_lines, name).ForEach(l => channel.Writer.TryWrite(l));
            GetOrAdd(_readers, name).Add(channel.Writer);
        }

        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = ReadProcessesAsync(instance, follow, channel.Writer, reading.Token);
        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return line with { LineNumber = ++number };
            }
        }
        finally
        {
            await reading.CancelAsync().ConfigureAwait(false);
            lock (_lock)
            {
                _readers[name].Remove(channel.Writer);
            }
        }
    }

    /// <summary>Copies every resource's console to the application host's own log, when that was asked for.</summary>
    public Task ForwardAsync(CancellationToken cancellationToken) => options.EnableResourceLogging
        ? Task.WhenAll(model.Resources.SelectMany(r => r.Instances()).Select(i => ForwardAsync(i, cancellationToken)))
        : Task.CompletedTask;

    private static List<T> GetOrAdd<T>(Dictionary<string, List<T>> lists, string name) =>
        lists.TryGetValue(name, out var list) ? list : lists[name] = [];

    /// <summary>Of the orchestrator's own lines, <c>time TAB level TAB logger TAB message TAB details</c>, only time and message are of interest.</summary>
    private static string ShortenSystemLine(string line) =>
        line.Split('\t') is [var time, _, _, var message, ..] ? $"{time} [sys] {message}" : line;

    private async Task ForwardAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger($"{environment.ApplicationName}.Resources.{instance.Resource.Name}");
        await foreach (var line in ReadAsync(instance, follow: true, cancellationToken).ConfigureAwait(false))
        {
            logger.Log(line.IsErrorMessage ? LogLevel.Error : LogLevel.Information, default, line.Content, null, (text, _) => text);
        }
    }

    private async Task ReadProcessesAsync(ResourceInstance instance, bool follow, ChannelWriter<LogLine> target, CancellationToken cancellationToken)
    {
        try
        {
            DateTime? lastStart = null;
            do
            {
                if (follow || notifications.Find(instance.Name)?.StartTimeStamp is not null)
                {
                    lastStart = await WaitForProcessAsync(instance, lastStart, cancellationToken).ConfigureAwait(false);
                    await Task.WhenAll(Sources.Select(s => CopyAsync(instance, s.Source, s.IsError, follow, target, cancellationToken))).ConfigureAwait(false);
                }
            }
            while (follow);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or DistributedApplicationException)
        {
            target.TryWrite(new LogLine(0, $"The console can no longer be read: {exception.Message}", IsErrorMessage: true));
        }
        finally
        {
            target.TryComplete();
        }
    }

    /// <returns>When the process started, by which it is told from the one before.</returns>
    private async Task<DateTime?> WaitForProcessAsync(ResourceInstance instance, DateTime? lastStart, CancellationToken cancellationToken)
    {
        var started = await notifications.WaitForResourceAsync(
            instance.Resource.Name,
            e => e.ResourceId == instance.Name && e.Snapshot.StartTimeStamp is { } start && start != lastStart,
            cancellationToken).ConfigureAwait(false);
        return started.Snapshot.StartTimeStamp;
    }

    private async Task CopyAsync(
        ResourceInstance instance,
        string source,
        bool isError,
        bool follow,
        ChannelWriter<LogLine> target,
        CancellationToken cancellationToken)
    {
        await foreach (var line in dcp.Client.ReadLogAsync(instance.Name, source, follow, cancellationToken).ConfigureAwait(false))
        {
            target.TryWrite(new LogLine(0, source == SystemSource ? ShortenSystemLine(line) : line, isError));
        }
    }
}
