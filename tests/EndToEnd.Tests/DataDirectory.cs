namespace Distributed.EndToEnd.Tests;

/// <summary>A fresh data directory, deleted at the end.</summary>
internal sealed class DataDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("distributed-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
