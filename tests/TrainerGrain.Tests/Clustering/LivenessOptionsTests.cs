using Distributed.TrainerGrain.Clustering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Distributed.TrainerGrain.Tests.Clustering;

public sealed class LivenessOptionsTests
{
    [Fact]
    public void DetectionTime_IsWhatTheProbesTakeTogether()
    {
        var membership = Bind<ClusterMembershipOptions>(("Liveness:DetectionTime", "00:00:30"), ("Liveness:TableInterval", "00:00:10"));
        Assert.Equal(TimeSpan.FromSeconds(30), membership.NumMissedProbesLimit * membership.MaxProbeTimeout);
        Assert.Equal((membership.ProbeTimeout, membership.ProbeTimeout), (membership.MinProbeTimeout, membership.MaxProbeTimeout));
        Assert.Equal(TimeSpan.FromSeconds(10), membership.TableRefreshTimeout);
        Assert.Equal(TimeSpan.FromSeconds(10), membership.IAmAliveTablePublishTimeout);
    }

    [Fact]
    public void Default_FindsADeadSiloWithinFifteenSeconds()
    {
        // The death may come just after a probe was answered, and a silo that was not told hears of it from the table.
        var membership = Bind<ClusterMembershipOptions>();
        var worst = ((membership.NumMissedProbesLimit + 1) * membership.MaxProbeTimeout) + membership.TableRefreshTimeout;
        Assert.True(worst <= TimeSpan.FromSeconds(15), $"It takes {worst}.");
    }

    [Theory]
    [InlineData("Liveness:DetectionTime", "00:00:01")]
    [InlineData("Liveness:DetectionTime", "00:10:01")]
    [InlineData("Liveness:TableInterval", "00:00:00")]
    public void OutOfRange_IsRefusedByName(string option, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Bind<LivenessOptions>((option, value)));
        Assert.Contains(option.Split(':')[1], refusal.Message, StringComparison.Ordinal);
    }

    private static T Bind<T>(params (string Name, string Value)[] settings)
        where T : class
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLiveness().BuildServiceProvider();
        return services.GetRequiredService<IOptions<T>>().Value;
    }
}
