using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;
using Executable = Aspire.Hosting.Dcp.DcpObject<Aspire.Hosting.Dcp.ExecutableSpec, Aspire.Hosting.Dcp.ExecutableStatus>;

namespace Aspire.Hosting.Orchestration;

/// <summary>Starts and stops the processes of resources.</summary>
internal sealed class ProcessRunner(DcpHost dcp, ProcessSpecBuilder specs)
{
    private const string Executables = "executables";
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    public async Task StartAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var executable = await specs.BuildAsync(instance, cancellationToken).ConfigureAwait(false);
        await dcp.Client.CreateAsync(Executables, executable, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes when the process has ended.</summary>
    public async Task StopAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        await dcp.Client.PatchAsync(Executables, instance.Name, new { spec = new { stop = true } }, cancellationToken).ConfigureAwait(false);
        while (await FindAsync(instance, cancellationToken).ConfigureAwait(false) is { } found && !ExecutableStates.IsFinal(found.Status?.State))
        {
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets the ended process and starts another under the same name.</summary>
    public async Task StartAgainAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        await dcp.Client.DeleteAsync(Executables, instance.Name, cancellationToken).ConfigureAwait(false);
        while (await FindAsync(instance, cancellationToken).ConfigureAwait(false) is not null)
        {
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }

        await StartAsync(instance, cancellationToken).ConfigureAwait(false);
    }

    private Task<Executable?> FindAsync(ResourceInstance instance, CancellationToken cancellationToken) =>
        dcp.Client.FindAsync<Executable>(Executables, instance.Name, cancellationToken);
}
