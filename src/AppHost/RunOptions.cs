namespace Distributed.AppHost;

/// <summary>What the command line asks for.</summary>
/// <param name="Once">Run the tutorial, show its results, stop.</param>
/// <param name="Data">The data directory; null for the default.</param>
/// <param name="Store">The store's connection string; null for a file in the data directory.</param>
/// <param name="HostArguments">Everything else; it belongs to Aspire's own configuration.</param>
internal sealed record RunOptions(bool Once, string? Data, string? Store, string[] HostArguments)
{
    private const string OnceFlag = "--once";
    private const string DataOption = "--data";
    private const string StoreOption = "--store";

    /// <exception cref="RunFailure">An option lacks its value.</exception>
    public static RunOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (name is DataOption or StoreOption)
            {
                values[name] = value ?? (++i < args.Length ? args[i] : throw new RunFailure($"The option {name} needs a value: {Usage(name)}."));
            }
            else if (name is not OnceFlag)
            {
                rest.Add(args[i]);
            }
        }

        return new(args.Contains(OnceFlag), values.GetValueOrDefault(DataOption), values.GetValueOrDefault(StoreOption), [.. rest]);
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var parts = argument.Split('=', 2);
        return (parts[0], parts.Length == 2 ? parts[1] : null);
    }

    private static string Usage(string option) => option == DataOption ? "--data DIR" : "--store \"CONNECTION STRING\"";
}
