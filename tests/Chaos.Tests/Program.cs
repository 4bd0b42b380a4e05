using Distributed.Chaos.Tests;

// What ./test --chaos runs.
if (ChaosOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("--chaos takes SECONDS [--seed N] [--store sqlite|postgres] [--trainers N].");
    return 2;
}

var folder = Directory.CreateTempSubdirectory("chaos-");
Console.WriteLine($"seed {options.Seed}; store and logs in {folder.FullName}");
var report = await ChaosRun.RunAsync(options, folder.FullName, happening => Console.WriteLine(happening));
Console.WriteLine(report);
if (report.IsClean)
{
    folder.Delete(recursive: true);
}

return report.Violations.Count > 0 ? 1 : 0;
