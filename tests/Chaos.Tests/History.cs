using System.Collections.Concurrent;
using System.Diagnostics;

namespace Distributed.Chaos.Tests;

/// <summary>Everything that was asked and answered, and everything that befell the processes, on one clock.</summary>
internal sealed class History(Action<Happening> tell)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<Operation> _operations = [];
    private readonly ConcurrentQueue<Happening> _happenings = [];

    public TimeSpan Now => Stopwatch.GetElapsedTime(_began);

    public IReadOnlyCollection<Operation> Operations => _operations;

    public IReadOnlyCollection<Happening> Happenings => _happenings;

    /// <summary>Asks, and records the question with its answer.</summary>
    public async Task<Answer> AskAsync(string client, Verb verb, string target, string server, Func<Task<Answer>> ask, int? version = null)
    {
        var begin = Now;
        var answer = await ask();
        _operations.Enqueue(new Operation(client, verb, target, server, begin, Now, answer) { Version = version });
        return answer;
    }

    /// <summary>Records what befell a process, and says so.</summary>
    public void Note(string victim, Befallen what, string detail = "", TimeSpan length = default)
    {
        var happening = new Happening(Now, victim, what, detail, length);
        _happenings.Enqueue(happening);
        tell(happening);
    }
}
