using System.Net;

namespace Distributed.Bench.Serve.Load;

/// <summary>
/// Sends requests over a number of connections and times the answers, all on the calling thread, so that little is taken from the server.
/// </summary>
internal sealed class LoadLoop : IDisposable
{
    private const long Patience = 10_000_000_000;

    private readonly Connection[] _connections;
    private readonly Kernel.Watched[] _watched;
    private readonly Stack<Connection> _free;

    /// <summary>Connects.</summary>
    /// <param name="address">The server.</param>
    /// <param name="connections">How many.</param>
    /// <param name="dialogue">What the n-th one says.</param>
    public LoadLoop(IPEndPoint address, int connections, Func<int, IDialogue> dialogue)
    {
        _connections = [.. Enumerable.Range(0, connections).Select(i => new Connection(address, dialogue(i)))];
        _watched = [.. _connections.Select(connection => new Kernel.Watched(connection.Descriptor))];
        _free = new Stack<Connection>(_connections);
    }

    /// <summary>
    /// Runs until no request is due and all are answered. Those that could not be sent for as long again as they came are given up; each
    /// counts with the time that it has waited.
    /// </summary>
    public LoadRun Run(TimeSpan duration, double? rate)
    {
        Kernel.WaitPrecisely();
        var latencies = new Histogram();
        var schedule = new Schedule(duration, rate);
        var end = schedule.Start + (2 * (long)duration.TotalNanoseconds);
        while (true)
        {
            var now = Schedule.Now;
            Send(schedule);
            GiveUp(schedule, now, end, latencies);
            if (_free.Count == _connections.Length && schedule.IsOver(now))
            {
                return new LoadRun(latencies, (now - schedule.Start) / 1e9);
            }

            Receive(schedule, latencies, Math.Max(0, _free.Count > 0 && !schedule.IsOver(now) ? schedule.Next - now : Patience));
        }
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private void Send(Schedule schedule)
    {
        while (_free.Count > 0 && schedule.TryTake(Schedule.Now, out var due))
        {
            _free.Pop().Send(due);
        }
    }

    private static void GiveUp(Schedule schedule, long now, long end, Histogram latencies)
    {
        while (now > end && schedule.TryTake(now, out var due))
        {
            latencies.Record(now - due);
        }
    }

    private void Receive(Schedule schedule, Histogram latencies, long wait)
    {
        if (Kernel.Wait(_watched, wait) == 0 && wait == Patience)
        {
            throw new InvalidDataException("The server does not answer.");
        }

        for (var i = 0; i < _watched.Length; i++)
        {
            if (_watched[i].IsReady && _connections[i].Receive())
            {
                latencies.Record(Schedule.Now - _connections[i].Due);
                _free.Push(_connections[i]);
                Send(schedule);
            }
        }
    }
}

/// <summary>What a run has shown.</summary>
/// <param name="Latencies">One for each request.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record LoadRun(Histogram Latencies, double Seconds);
