using System.Runtime.CompilerServices;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>One line of a resource's console.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>The consoles of all resources.</summary>
public class ResourceLoggerService
{
    private readonly ResourceLogs _logs;

    internal ResourceLoggerService(ResourceLogs logs) => _logs = logs;

    /// <summary>What every instance of a resource has printed so far.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => ReadAsync(resource);

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(
        IResource resource,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var instance in resource.Instances())
        {
            var lines = new List<LogLine>();
            await foreach (var line in _logs.ReadAsync(instance, follow: false, cancellationToken).ConfigureAwait(false))
            {
                lines.Add(line);
            }

            yield return lines;
        }
    }
}
