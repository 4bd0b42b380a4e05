namespace Distributed.Cli;

/// <summary>What the command line asks for.</summary>
/// <param name="File">The file that holds the sweep.</param>
/// <param name="Trainer">Address of the experiments API.</param>
internal sealed record Arguments(string File, Uri Trainer)
{
    public const string Usage = "usage: ./run sweep FILE [--trainer URL]";

    private const string TrainerOption = "--trainer";
    private const string PortVariable = "TRAINER_PORT";
    private const string DefaultPort = "7100";

    /// <summary>Reads the command line; null when it is not as <see cref="Usage"/> says.</summary>
    public static Arguments? Parse(string[] args) => args switch
    {
        [var file] when !file.StartsWith('-') => new Arguments(file, Default()),
        [var file, TrainerOption, var url] => At(url, file),
        [TrainerOption, var url, var file] => At(url, file),
        _ => null,
    };

    private static Arguments? At(string url, string file) =>
        Uri.TryCreate(url, UriKind.Absolute, out var trainer) && trainer.Scheme is "http" or "https" ? new Arguments(file, trainer) : null;

    private static Uri Default() => new($"http://127.0.0.1:{Environment.GetEnvironmentVariable(PortVariable) ?? DefaultPort}");
}
