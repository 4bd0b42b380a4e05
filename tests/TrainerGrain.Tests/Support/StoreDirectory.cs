namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>A fresh directory with room for one store, deleted at the end.</summary>
internal sealed class StoreDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("distributed-trainer-").FullName;

    public string File => System.IO.Path.Combine(Path, "distributed.db");

    public string ConnectionString => $"Data Source={File}";

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
