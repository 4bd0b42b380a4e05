using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>Processes that write are killed without warning; what the store had confirmed to them must be there.</summary>
public abstract class KillContract(TestStore store) : UnopenedStoreContract(store)
{
    /// <summary>How often two processes are started and killed.</summary>
    protected virtual int Rounds => 6;

    [Theory]
    [InlineData(1, 20261122)]
    [InlineData(32, 4711)]
    public async Task Kill_AtAnyMoment_EveryConfirmedWriteIsThere(int callers, int seed)
    {
        var random = new Random(seed);
        var confirmed = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            // Two processes at once, so that one is killed while the other writes; in round 0 they also create the store together.
            var lines = await Task.WhenAll(
                RunAndKillAsync($"a{round}", callers, random.Next(1, 400)), RunAndKillAsync($"b{round}", callers, random.Next(1, 400)));
            confirmed.UnionWith(lines.SelectMany(line => line));
            await AssertSoundAsync();
        }

        Assert.True(confirmed.Count >= Rounds * 2);
        await Confirmed.AssertPresentAsync(await Store.OpenAsync(), confirmed);
    }

    /// <summary>Nothing in the store contradicts itself.</summary>
    protected virtual async Task AssertSoundAsync()
    {
        const string ModelsWithGaps = "SELECT count(*) FROM model WHERE latest <> (SELECT count(*) FROM model_version WHERE model = name)";
        Assert.Equal(0, await Store.AskAsync<long>(ModelsWithGaps));
    }

    private async Task<List<string>> RunAndKillAsync(string name, int callers, int lines)
    {
        using var worker = new WorkerProcess(Store.Options.ConnectionString, name, callers);
        await worker.ReadAsync(lines);
        await worker.KillAsync();
        return worker.Confirmed;
    }
}
