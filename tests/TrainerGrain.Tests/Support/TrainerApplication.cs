using System.Net;
using Distributed.TrainerGrain.Training;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>A whole silo with its API in this process, on a store of its own; start a second one on the same directory to test a restart.</summary>
internal sealed class TrainerApplication(StoreDirectory directory, ITrainingEngine? engine = null) : WebApplicationFactory<Program>
{
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public Dictionary<string, string> Settings { get; } = [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("ConnectionStrings:store", directory.ConnectionString);
        builder.UseSetting("Orleans:Endpoints:AdvertisedIPAddress", IPAddress.Loopback.ToString());
        builder.UseSetting("Orleans:Endpoints:SiloPort", FreePort.FindAsText());
        builder.UseSetting("Orleans:Endpoints:GatewayPort", FreePort.FindAsText());
        builder.UseSetting("Logging:LogLevel:Default", "Warning");

        // All silos share this process's processors with the tests: one that answers late is not dead.
        builder.UseSetting("Liveness:DetectionTime", "00:01:00");
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }

        // A call of Orleans' own that gets lost while a silo leaves takes its 30 s, as long as a host has by default.
        builder.ConfigureServices(services => services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience.Limit));
        if (engine is not null)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(engine));
        }
    }
}
