namespace Distributed.AppHost;

/// <summary>Where the system keeps what it must not lose.</summary>
internal static class DataDirectory
{
    private const string DataSetting = "Distributed:Data";
    private const string StoreSetting = "ConnectionStrings:store";
    private const string StoreFile = "distributed.db";

    /// <summary>
    /// Chooses the directory (command line, setting, or <c>data</c> in the repository) and completes the configuration with the
    /// store's connection string: the command line's, the configured one, or a SQLite file in that directory.
    /// </summary>
    /// <exception cref="RunFailure">The directory cannot be made.</exception>
    public static DirectoryInfo Choose(RunOptions options, IDistributedApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var path = options.Data ?? configuration[DataSetting] ?? Path.Combine(builder.AppHostDirectory, "..", "..", "data");
        var directory = Create(Path.GetFullPath(path));
        configuration[StoreSetting] = options.Store
            ?? configuration[StoreSetting]
            ?? $"Data Source={Path.Combine(directory.FullName, StoreFile)}";
        return directory;
    }

    private static DirectoryInfo Create(string path)
    {
        try
        {
            return Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailure($"The data directory {path} cannot be made ({exception.Message}): choose another one with --data DIR.", exception);
        }
    }
}
