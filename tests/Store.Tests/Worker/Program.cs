using Distributed.Store;
using Distributed.Store.Tests.Support;

// Writes to a store without end and prints each write's key once the store has confirmed it:
//   Store.Tests <connection string> <name> <callers>
// Without callers it only opens the store, and ends.
// The test kills this process in the middle and looks for what was printed. Should the test itself die, the input ends.
var (connectionString, name, callers) = (args[0], args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture));
var options = new StoreOptions { ConnectionString = connectionString, BusyTimeout = TimeSpan.FromMinutes(2) };
await using var database = new StoreDatabase(options, TimeProvider.System);
await database.OpenAsync();
var writing = Task.WhenAll(Enumerable.Range(0, callers).Select(WriteAsync));
await await Task.WhenAny(writing, Task.Run(Console.In.ReadToEnd));

async Task WriteAsync(int caller)
{
    for (var i = 0; ; i++)
    {
        var id = $"{name}-{caller}-{i}";
        var etag = await Make.AddAsync(database, Make.Entry(id, model: name));
        Console.WriteLine($"state {id}");
        if (await database.Journal.SaveAsync(Make.Progress(id, etag, 0, 3f, 2f, 1f)))
        {
            Console.WriteLine($"journal {id}");
        }

        var version = await database.Models.PublishAsync(Make.Draft(name, id, 3));
        Console.WriteLine($"model {id} {version.Version}");
    }
}
