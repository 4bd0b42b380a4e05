using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Microsoft.Data.Sqlite;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>A store in a directory of its own, gone with the test.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("inference-tests-");
    private readonly StoreDatabase _database;

    private TemporaryStore()
    {
        ConnectionString = $"Data Source={Path.Combine(_directory.FullName, "store.db")}";
        _database = new StoreDatabase(new StoreOptions { ConnectionString = ConnectionString }, TimeProvider.System);
    }

    public string ConnectionString { get; }

    public IModelStore Models => _database.Models;

    public static async Task<TemporaryStore> CreateAsync()
    {
        var store = new TemporaryStore();
        await store._database.OpenAsync();
        return store;
    }

    /// <summary>Leaves the losses of an experiment as its training would have.</summary>
    public async Task WriteLossesAsync(string experiment, params float[] losses)
    {
        var entry = new ExperimentView(
            experiment, experiment, ExperimentPhase.Running, 0, losses.Length, null, null, null, null, DateTimeOffset.UnixEpoch, null, null);
        var written = await _database.GrainStates.WriteAsync("experiment", experiment, null, Encoding.UTF8.GetBytes("{}"), entry);
        Assert.True(await _database.Journal.SaveAsync(
            new TrainingProgress(new("experiment", experiment, written.ETag!), losses.Length, [1], 0, losses)));
    }

    /// <summary>Adds a byte to a version's file behind the store's back, as a failing disk might.</summary>
    public Task DamageAsync(string model, int version) => TamperAsync(
        "UPDATE model_version SET onnx = CAST(onnx || X'00' AS BLOB) WHERE model = $model AND version = $version",
        ("$model", model),
        ("$version", version));

    /// <summary>Changes one row behind the store's back.</summary>
    public async Task TamperAsync(string sql, params (string Name, object Value)[] parameters)
    {
        await using var connection = new SqliteConnection(ConnectionString + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Array.ForEach(parameters, parameter => command.Parameters.AddWithValue(parameter.Name, parameter.Value));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
