using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Distributed.Store.Tests.Support;

/// <summary>Which way a commit is lost.</summary>
public enum Cut
{
    /// <summary>The server never hears of the commit.</summary>
    BeforeTheCommit,

    /// <summary>The server commits; its answer never arrives.</summary>
    BeforeTheAnswer,
}

/// <summary>Stands between a store and its server and can cut the connection at the next commit that passes.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly int _serverPort;
    private readonly Task _accepting;
    private TaskCompletionSource _gate = Opened();
    private TaskCompletionSource? _cut;
    private Cut _where;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the connection at the next commit; the task tells when. Later connections wait until <see cref="LetIn"/>.</summary>
    public Task CutAtNextCommitAsync(Cut where)
    {
        _where = where;
        _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _cut.Task.WaitAsync(Patience);
    }

    /// <summary>Lets connections through again.</summary>
    public void LetIn() => _gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        LetIn();
        await _accepting;
        foreach (var end in _ends)
        {
            end.Dispose();
        }
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = ServeAsync(client);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        _ends.Add(client);
        await _gate.Task;
        var server = new TcpClient();
        _ends.Add(server);
        await server.ConnectAsync(IPAddress.Loopback, _serverPort);
        var connection = new Connection(client, server);
        await Task.WhenAny(SendAsync(connection), AnswerAsync(connection));
        client.Dispose();
        server.Dispose();
    }

    /// <summary>From the store to the server.</summary>
    private async Task SendAsync(Connection connection)
    {
        var buffer = new byte[64 * 1024];
        for (var read = await connection.ReadStoreAsync(buffer); read > 0; read = await connection.ReadStoreAsync(buffer))
        {
            if (_cut is { } cut && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0)
            {
                _cut = null;
                _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.Silent = true;
                if (_where == Cut.BeforeTheAnswer)
                {
                    await connection.WriteServerAsync(buffer.AsMemory(0, read));
                    await connection.Answered;
                }

                cut.SetResult();
                return;
            }

            await connection.WriteServerAsync(buffer.AsMemory(0, read));
        }
    }

    /// <summary>From the server to the store.</summary>
    private static async Task AnswerAsync(Connection connection)
    {
        var buffer = new byte[64 * 1024];
        for (var read = await connection.ReadServerAsync(buffer); read > 0; read = await connection.ReadServerAsync(buffer))
        {
            if (connection.Silent)
            {
                connection.NoteAnswer();
            }
            else
            {
                await connection.WriteStoreAsync(buffer.AsMemory(0, read));
            }
        }

        await connection.Ended;
    }

    /// <summary>Both halves of one connection; a half that the other side has closed reads as ended.</summary>
    private sealed class Connection(TcpClient store, TcpClient server)
    {
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>True once answers are withheld.</summary>
        public bool Silent { get; set; }

        /// <summary>The server has answered what was sent last.</summary>
        public Task Answered => _answered.Task;

        public Task Ended => Silent ? new TaskCompletionSource().Task : Task.CompletedTask;

        public void NoteAnswer() => _answered.TrySetResult();

        public Task<int> ReadStoreAsync(byte[] buffer) => ReadAsync(store, buffer);

        public Task<int> ReadServerAsync(byte[] buffer) => ReadAsync(server, buffer);

        public ValueTask WriteStoreAsync(Memory<byte> bytes) => store.GetStream().WriteAsync(bytes);

        public ValueTask WriteServerAsync(Memory<byte> bytes) => server.GetStream().WriteAsync(bytes);

        private static async Task<int> ReadAsync(TcpClient from, byte[] buffer)
        {
            try
            {
                return await from.GetStream().ReadAsync(buffer);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
            {
                return 0;
            }
        }
    }
}
