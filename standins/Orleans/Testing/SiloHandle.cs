using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo of a test's cluster.</summary>
public abstract class SiloHandle : IAsyncDisposable
{
    /// <summary>Its number.</summary>
    public short InstanceNumber { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Its address.</summary>
    public SiloAddress SiloAddress { get; set; } = SiloAddress.Zero;

    /// <summary>Its address for clients.</summary>
    public SiloAddress GatewayAddress { get; set; } = SiloAddress.Zero;

    /// <summary>Whether it runs.</summary>
    public abstract bool IsActive { get; }

    /// <summary>Stops it, in order or at once.</summary>
    public abstract Task StopSiloAsync(bool stopGracefully);

    /// <summary>Stops it in order as long as the token is not cancelled.</summary>
    public abstract Task StopSiloAsync(CancellationToken ct);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <inheritdoc/>
    public override string ToString() => SiloAddress.ToString();
}

/// <summary>A silo within the test's process.</summary>
public class InProcessSiloHandle : SiloHandle
{
    private bool _isActive = true;

    internal InProcessSiloHandle(IHost host) => SiloHost = host;

    /// <summary>The silo's host.</summary>
    public IHost SiloHost { get; init; }

    /// <summary>The silo's services.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;

    /// <inheritdoc/>
    public override bool IsActive => _isActive;

    /// <inheritdoc/>
    public override Task StopSiloAsync(bool stopGracefully)
    {
        if (_isActive && !stopGracefully)
        {
            ServiceProvider.GetRequiredService<SiloRuntime>().Crash();
        }

        return StopSiloAsync(new CancellationToken(!stopGracefully));
    }

    /// <inheritdoc/>
    public override async Task StopSiloAsync(CancellationToken ct)
    {
        if (_isActive)
        {
            _isActive = false;
            await SiloHost.StopAsync(ct);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await StopSiloAsync(true);
        if (SiloHost is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
