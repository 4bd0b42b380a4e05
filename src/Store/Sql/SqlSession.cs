using System.Data;
using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>An open connection with its prepared statements, used by one caller at a time.</summary>
internal sealed class SqlSession(DbConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = [];

    public DbConnection Connection => connection;

    /// <summary>Whether <see cref="ExecuteAllAsync"/> sends all statements before it has the answer to the first.</summary>
    public bool SendsAllAtOnce => connection.CanCreateBatch;

    /// <summary>Opens a connection and gives it its settings; one for which either fails is closed.</summary>
    public static async Task<SqlSession> OpenAsync(DbConnection connection, string settings, CancellationToken cancellationToken)
    {
        var session = new SqlSession(connection);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = settings;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Bind(sql, parameters).ExecuteNonQueryAsync();

    /// <summary>
    /// Runs statements one after the other, over a network all in one go, and returns the number of rows that they changed together.
    /// </summary>
    public async Task<int> ExecuteAllAsync(IEnumerable<SqlStatement> statements)
    {
        if (SendsAllAtOnce)
        {
            await using var batch = connection.CreateBatch();
            foreach (var statement in statements)
            {
                batch.BatchCommands.Add(Create(batch, statement));
            }

            return await batch.ExecuteNonQueryAsync();
        }

        var changed = 0;
        foreach (var (sql, parameters) in statements)
        {
            changed += await ExecuteAsync(sql, parameters);
        }

        return changed;
    }

    /// <summary>Reads the first row; the default when there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        FirstAsync(Bind(sql, parameters), map);

    /// <summary>Whether there is a row.</summary>
    public Task<bool> ExistsAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        FirstAsync(Bind(sql, parameters), _ => true);

    /// <summary>Reads all rows.</summary>
    public Task<List<T>> AllAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        AllAsync(Bind(sql, parameters), map);

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _prepared.Values)
        {
            await command.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private static async Task<T?> FirstAsync<T>(DbCommand command, Func<DbDataReader, T> map)
    {
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? map(reader) : default;
    }

    private static async Task<List<T>> AllAsync<T>(DbCommand command, Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    private DbCommand Bind(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            _prepared[sql] = command = Create(sql, parameters);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = ValueOf(parameters[i].Value);
        }

        return command;
    }

    // Every use of a statement names its parameters in the same order, so afterwards they are set by position.
    private DbCommand Create(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(Named(command.CreateParameter(), name, value));
        }

        return command;
    }

    private static DbBatchCommand Create(DbBatch batch, SqlStatement statement)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in statement.Parameters)
        {
            var parameter = Named(command.CreateParameter(), name, value);
            parameter.Value = ValueOf(value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    // A server prepares a statement for certain types, so a parameter needs the same one at every use, with a value or without.
    private static DbParameter Named(DbParameter parameter, string name, object? value)
    {
        parameter.ParameterName = name;
        parameter.DbType = value switch
        {
            int => DbType.Int32,
            long => DbType.Int64,
            double => DbType.Double,
            byte[] => DbType.Binary,
            SqlNull absent => absent.Type,
            _ => DbType.String,
        };
        return parameter;
    }

    private static object ValueOf(object? value) => value is null or SqlNull ? DBNull.Value : value;
}
