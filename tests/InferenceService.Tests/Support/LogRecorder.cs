using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Keeps what is logged, and lets a test wait for an event: arm first, act, then await.</summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _awaited = new();

    public ConcurrentQueue<(EventId Id, LogLevel Level, string Message)> Records { get; } = new();

    /// <summary>Completes with the message of the next event of this id.</summary>
    public Task<string> NextAsync(int id)
    {
        var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[id] = source;
        return source.Task.WaitAsync(Patience);
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void Dispose()
    {
    }

    private void Add(EventId id, LogLevel level, string message)
    {
        Records.Enqueue((id, level, message));
        if (_awaited.TryRemove(id.Id, out var source))
        {
            source.SetResult(message);
        }
    }

    private sealed class Recorder(LogRecorder owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(eventId, logLevel, formatter(state, exception));
    }
}
