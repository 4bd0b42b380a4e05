using System.Threading.Channels;
using Distributed.Chaos.Tests.Faults;
using Distributed.Chaos.Tests.Support;
using Distributed.Tests.Shared;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>The PostgreSQL server with all its processes. Faults come one after the other.</summary>
internal sealed class PostgresVictim(PostgresServer server, History history) : IVictim
{
    private readonly Channel<Fault> _faults = Channel.CreateUnbounded<Fault>();
    private volatile bool _relieved;

    public string Name => "postgres";

    public Role Role => Role.Store;

    public bool IsUp { get; private set; }

    public async Task RunAsync(CancellationToken end)
    {
        history.Note(Name, Befallen.Up);
        IsUp = true;
        await using var ending = end.Register(() => _faults.Writer.Complete());
        await foreach (var fault in _faults.Reader.ReadAllAsync(CancellationToken.None))
        {
            IsUp = false;
            await SufferAsync(fault);
            history.Note(Name, Befallen.Up);
            IsUp = true;
        }
    }

    public void Inject(Fault fault)
    {
        if (IsUp)
        {
            _faults.Writer.TryWrite(fault);
        }
    }

    public void Relieve() => _relieved = true;

    private Task SufferAsync(Fault fault) => fault.Kind switch
    {
        FaultKind.Kill => RestartAsync(Befallen.Killed, server.KillAsync, fault.Down),
        FaultKind.Stop => RestartAsync(Befallen.Stopped, server.StopAsync, fault.Down),
        _ => PauseAsync(fault.Length),
    };

    private async Task RestartAsync(Befallen what, Func<Task> end, TimeSpan down)
    {
        history.Note(Name, what);
        await end();
        history.Note(Name, Befallen.Ended);
        await LastAsync(down);
        await server.StartAgainAsync();
    }

    private async Task PauseAsync(TimeSpan length)
    {
        history.Note(Name, Befallen.Paused, FormattableString.Invariant($"{length.TotalSeconds:0.0} s"), length);
        await server.PauseAsync();
        await LastAsync(length);
        await server.ResumeAsync();
    }

    private async Task LastAsync(TimeSpan length) => await Eventually.TrueAsync(() => Task.FromResult(_relieved), length);
}
