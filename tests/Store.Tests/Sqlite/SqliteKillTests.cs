using System.Diagnostics;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Sqlite;

/// <summary>Processes that write are killed without warning; what the store had confirmed to them must be there.</summary>
public sealed class SqliteKillTests() : SqliteTest(new SqliteTestStore())
{
    private const int Rounds = 6;

    [Theory]
    [InlineData(1, 20261122)]
    [InlineData(32, 4711)]
    public async Task Kill_AtAnyMoment_EveryConfirmedWriteIsThere(int callers, int seed)
    {
        var random = new Random(seed);
        var confirmed = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            // Two processes at once, so that one is killed while the other writes; in round 0 they also create the file together.
            var lines = await Task.WhenAll(
                RunAndKillAsync($"a{round}", callers, random.Next(1, 400)), RunAndKillAsync($"b{round}", callers, random.Next(1, 400)));
            confirmed.UnionWith(lines.SelectMany(line => line));
            AssertIntact();
        }

        Assert.True(confirmed.Count >= Rounds * 2);
        await AssertPresentAsync(confirmed);
    }

    private static ProcessStartInfo Worker(string connectionString, string name, int callers)
    {
        // The tests themselves run under the dotnet host; a test host of its own kind has it on the path.
        var host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(host) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["exec", typeof(Make).Assembly.Location, connectionString, name, $"{callers}"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        return start;
    }

    private async Task<List<string>> RunAndKillAsync(string name, int callers, int lines)
    {
        using var process = Process.Start(Worker(Store.Options.ConnectionString, name, callers))!;
        var confirmed = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            confirmed.Add(line);
            if (confirmed.Count == lines)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.True(confirmed.Count >= lines, $"Worker {name} ended by itself after {confirmed.Count} of {lines} lines.");

        // The last line may have been cut off by the kill.
        return confirmed[..^1];
    }

    private void AssertIntact()
    {
        using var connection = Store.Connect();
        Assert.Equal("ok", SqliteTestStore.Ask<string>(connection, "PRAGMA integrity_check"));
        Assert.Equal(0, SqliteTestStore.Ask<long>(connection, "SELECT count(*) FROM pragma_foreign_key_check"));
        const string ModelsWithGaps = "SELECT count(*) FROM model WHERE latest <> (SELECT count(*) FROM model_version WHERE model = name)";
        Assert.Equal(0, SqliteTestStore.Ask<long>(connection, ModelsWithGaps));
    }

    private async Task AssertPresentAsync(HashSet<string> confirmed)
    {
        var database = await Store.OpenAsync();
        foreach (var words in confirmed.Select(line => line.Split(' ')))
        {
            Assert.True(await IsPresentAsync(database, words), string.Join(' ', words));
        }
    }

    private static async Task<bool> IsPresentAsync(StoreDatabase database, string[] words) => words[0] switch
    {
        "state" => await database.GrainStates.ReadAsync(Make.Kind, words[1]) is not null
            && await database.Catalog.FindAsync(words[1]) is not null,
        "journal" => (await database.Journal.ReadLossesAsync(words[1])).SequenceEqual([3f, 2f, 1f])
            && (await database.Journal.FindCheckpointAsync(words[1]))?.Epoch == 3,
        "model" => (await database.Models.FindAsync(words[1].Split('-')[0], int.Parse(words[2], null)))?.Manifest.Experiment == words[1],
        _ => throw new InvalidOperationException($"A worker wrote '{words[0]}'."),
    };
}
