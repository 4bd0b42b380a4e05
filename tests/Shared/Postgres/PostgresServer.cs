using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Distributed.Tests.Shared;

/// <summary>
/// A PostgreSQL server of the tests' own, on a free loopback port, with its files in a temporary directory. It ends, and its files go,
/// when it is disposed or when this process ends in whatever way. Members are for one caller at a time.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The server's administrator.</summary>
    public const string Account = "postgres";

    private const int Attempts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<PostgresServer>> ForAll = new(() => Task.Run(StartAsync));

    private readonly Process _guard;

    private PostgresServer(Process guard, int port, string password)
    {
        _guard = guard;
        Port = port;
        Password = password;
    }

    /// <summary>One server for all tests of this process that leave it running.</summary>
    public static Task<PostgresServer> SharedAsync => ForAll.Value;

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Of <see cref="Account"/>.</summary>
    public string Password { get; }

    /// <summary>Connects the administrator with the database <c>postgres</c>.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={Account};Password={Password};Database=postgres";

    /// <summary>Creates and starts a server.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = Create();
            try
            {
                await server.TellAsync("start");
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                // Another program was faster to take the port.
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// Starts the server again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, on the same port and files; without effect while it
    /// runs.
    /// </summary>
    public Task StartAgainAsync() => TellAsync("start");

    /// <summary>Stops the server as an administrator does for a restart: connections are closed, transactions undone.</summary>
    public Task StopAsync() => TellAsync("stop");

    /// <summary>Ends all processes of the server without warning.</summary>
    public Task KillAsync() => TellAsync("kill");

    /// <summary>Halts all processes of the server; connections stay open and nobody answers.</summary>
    public Task PauseAsync() => TellAsync("pause");

    /// <summary>Lets the server go on after <see cref="PauseAsync"/>.</summary>
    public Task ResumeAsync() => TellAsync("resume");

    /// <summary>Stops the server and removes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync().WaitAsync(Patience);
        _guard.Dispose();
    }

    private static PostgresServer Create()
    {
        var password = RandomNumberGenerator.GetHexString(32);
        var port = FreePort.Find();
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PASSWORD"] = password;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "postgres-server"));
        start.ArgumentList.Add(Directory.CreateTempSubdirectory("postgres-").FullName);
        start.ArgumentList.Add(port.ToString(CultureInfo.InvariantCulture));
        return new PostgresServer(Process.Start(start)!, port, password);
    }

    private async Task TellAsync(string command)
    {
        await _guard.StandardInput.WriteLineAsync(command);
        await _guard.StandardInput.FlushAsync();
        var answer = await _guard.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (answer != "ok")
        {
            throw new InvalidOperationException($"The PostgreSQL server at port {Port}: {answer ?? "its guard has ended"}.");
        }
    }
}
