using System.Globalization;

namespace Distributed.AppHost;

/// <summary>What the command line asks for.</summary>
/// <param name="Once">Run the tutorial, show its results, stop.</param>
/// <param name="Data">The data directory; null for the default.</param>
/// <param name="Store">The store's connection string; null for a file in the data directory.</param>
/// <param name="Trainers">How many trainers form the cluster, 1 to 16.</param>
/// <param name="HostArguments">Everything else; it belongs to Aspire's own configuration.</param>
internal sealed record RunOptions(bool Once, string? Data, string? Store, int Trainers, string[] HostArguments)
{
    private const string OnceFlag = "--once";
    private const string DataOption = "--data";
    private const string StoreOption = "--store";
    private const string TrainersOption = "--trainers";
    private const int DefaultTrainers = 2;
    private const int MostTrainers = 16;

    private static readonly Dictionary<string, string> Usage = new()
    {
        [DataOption] = "DIR",
        [StoreOption] = "\"CONNECTION STRING\"",
        [TrainersOption] = string.Create(CultureInfo.InvariantCulture, $"1..{MostTrainers}"),
    };

    /// <exception cref="RunFailure">An option lacks its value, or has one that is not allowed.</exception>
    public static RunOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (Usage.TryGetValue(name, out var usage))
            {
                values[name] = value ?? (++i < args.Length ? args[i] : throw new RunFailure($"The option {name} needs a value: {name} {usage}."));
            }
            else if (name is not OnceFlag)
            {
                rest.Add(args[i]);
            }
        }

        return new(
            args.Contains(OnceFlag),
            values.GetValueOrDefault(DataOption),
            values.GetValueOrDefault(StoreOption),
            ParseTrainers(values.GetValueOrDefault(TrainersOption)),
            [.. rest]);
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var parts = argument.Split('=', 2);
        return (parts[0], parts.Length == 2 ? parts[1] : null);
    }

    private static int ParseTrainers(string? text)
    {
        if (text is null)
        {
            return DefaultTrainers;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var trainers) && trainers is >= 1 and <= MostTrainers
            ? trainers
            : throw new RunFailure($"The option {TrainersOption} is '{text}'; set it to a number of trainers from 1 to {MostTrainers}.");
    }
}
