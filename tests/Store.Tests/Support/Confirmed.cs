namespace Distributed.Store.Tests.Support;

/// <summary>Looks for what a store has confirmed to workers; see Worker/Program.cs for the lines.</summary>
internal static class Confirmed
{
    public static async Task AssertPresentAsync(StoreDatabase database, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Assert.True(await IsPresentAsync(database, line.Split(' ')), $"The store has lost '{line}'.");
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
