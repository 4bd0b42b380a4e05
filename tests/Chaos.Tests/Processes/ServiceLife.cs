using System.Diagnostics;
using System.Globalization;
using Distributed.Chaos.Tests.Faults;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>One process from its start to its end: its output goes to a file, traps go to its hook.</summary>
internal sealed class ServiceLife : IDisposable
{
    private const string Set = "chaos: the trap is set";
    private const string Sprung = "chaos: the trap has sprung";
    private const string NoTrap = "";

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Action<Befallen, Fault> _noteTrap;
    private Fault? _trap;

    /// <summary>Follows a process that was just started.</summary>
    /// <param name="process">The process.</param>
    /// <param name="log">Takes its output, after that of the process before it.</param>
    /// <param name="noteTrap">Hears of a trap that is set, and of one that has sprung, just before it acts.</param>
    public ServiceLife(Process process, string log, Action<Befallen, Fault> noteTrap)
    {
        _process = process;
        _log = new StreamWriter(log, append: true) { AutoFlush = true };
        _noteTrap = noteTrap;
        Id = process.Id;
        Ended = EndAsync();
    }

    public int Id { get; }

    /// <summary>Completes with the exit code once the process has ended and its output is read.</summary>
    public Task<int> Ended { get; }

    /// <summary>True once a fault of ours explains the end of the process, whenever that comes.</summary>
    public bool IsExcused { get; set; }

    public void SetTrap(Fault fault)
    {
        _trap = fault;
        var point = fault.Point!;
        var moment = point.AtStop ? "stop" : "start";
        Tell(string.Create(CultureInfo.InvariantCulture, $"{point.Span}|{moment}|{fault.Pass}|{fault.Length.TotalSeconds}"));
    }

    public void ClearTrap() => Tell(NoTrap);

    public void Dispose()
    {
        lock (_log)
        {
            _log.Dispose();
        }

        _process.Dispose();
    }

    private void Tell(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has just ended, and nothing is left to be told.
            Log($"chaos: {exception.Message}");
        }
    }

    private async Task<int> EndAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(), KeepAsync(_process.StandardOutput), KeepAsync(_process.StandardError));
        return _process.ExitCode;
    }

    private async Task KeepAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Log(line);
            if (line is Set or Sprung && _trap is { } trap)
            {
                _noteTrap(line == Set ? Befallen.TrapSet : Befallen.TrapSprung, trap);
            }
        }
    }

    // A trap may be set or cleared when the life is over and its log is closed.
    private void Log(string line)
    {
        lock (_log)
        {
            if (_log.BaseStream.CanWrite)
            {
                _log.WriteLine($"{DateTime.UtcNow:HH:mm:ss.fff} {line}");
            }
        }
    }
}
