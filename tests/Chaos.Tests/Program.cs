using System.Globalization;
using Distributed.Chaos.Tests;

// Chaos.Tests SECONDS [--seed N] [--store sqlite|postgres] [--trainers N]: what ./test --chaos runs.
var settings = new Dictionary<string, string>();
for (var i = 1; i + 1 < args.Length; i += 2)
{
    settings[args[i]] = args[i + 1];
}

var options = new ChaosOptions
{
    Length = TimeSpan.FromSeconds(int.Parse(args[0], CultureInfo.InvariantCulture)),
    Seed = Number("--seed", Random.Shared.Next(1_000_000)),
    Trainers = Number("--trainers", 3),
    UsePostgres = settings.GetValueOrDefault("--store") == "postgres",
};
var folder = Directory.CreateTempSubdirectory("chaos-");
Console.WriteLine($"seed {options.Seed}; store and logs in {folder.FullName}");
var report = await ChaosRun.RunAsync(options, folder.FullName, happening => Console.WriteLine(happening));
Console.WriteLine(report);
if (report.Violations.Count == 0)
{
    folder.Delete(recursive: true);
}

return report.Violations.Count == 0 ? 0 : 1;

int Number(string name, int otherwise) =>
    settings.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
