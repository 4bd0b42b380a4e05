using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Serving;

/// <summary>When the canary is drawn, and when it is not.</summary>
public sealed class CanaryTests
{
    private const string Default = "/models/m/aliases/default";
    private const string AllToTheCanary = """{"version":1,"canary":{"version":2,"weight":1}}""";

    [Fact]
    public async Task Draw_CanaryNotLoaded_GetsItsShareAllTheSame()
    {
        const int draws = 1_000;
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Default, """{"version":1,"canary":{"version":2,"weight":0.5}}""");

        var canaries = 0;
        for (var i = 0; i < draws; i++)
        {
            app.Services.GetRequiredService<SessionCache>().Drop(app.Find("m", 2));
            canaries += (await AcquireAsync(app)) - 1;
        }

        // Six standard deviations of the binomial distribution: one run in 500 million is farther off.
        var deviation = 6 * Math.Sqrt(draws * 0.25);
        Assert.InRange(canaries, (draws * 0.5) - deviation, (draws * 0.5) + deviation);
    }

    [Fact]
    public async Task Load_AllGoesToTheCanary_LoadsTheVersionBehindIt()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Default, AllToTheCanary);
        await app.Models.UnloadAsync("m", CancellationToken.None);

        Assert.Null(await app.Models.LoadAsync("m", CancellationToken.None));

        Assert.True(app.Find("m", 1).IsResident);
    }

    [Fact]
    public async Task Ready_AllGoesToTheCanary_TellsOfTheVersionBehindIt()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Default, AllToTheCanary);

        var (_, ready) = await app.GetAsync("/v2/models/m/ready");

        Assert.Equal("1", ready.GetProperty("version").GetString());
        Assert.Equal(2, await AcquireAsync(app));
    }

    [Fact]
    public async Task Plot_AllGoesToTheCanary_IsOfTheVersionBehindIt()
    {
        await using var app = await AliasesApiTests.WithLinesAsync(2);
        await app.PutAsync(Default, AllToTheCanary);

        Assert.Equal(await app.GetTextAsync("/models/m/versions/1/plot.svg"), await app.GetTextAsync("/models/m/plot.svg"));
    }

    private static async Task<int> AcquireAsync(InferenceApp app)
    {
        var acquired = await app.Models.AcquireAsync(
            await app.Models.ResolveAsync("m", null, CancellationToken.None), CancellationToken.None);
        Assert.True(acquired.TryGetLease(out var lease, out _));
        using (lease)
        {
            return lease.Model.Version;
        }
    }
}
