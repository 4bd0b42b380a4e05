namespace Orleans;

/// <summary>Taking part in stages by delegates.</summary>
public static class LifecycleExtensions
{
    /// <summary>Takes part in a stage on the way up and down.</summary>
    public static IDisposable Subscribe(
        this ILifecycleObservable observable, string observerName, int stage,
        Func<CancellationToken, Task> onStart, Func<CancellationToken, Task>? onStop) =>
        observable.Subscribe(observerName, stage, new Observer(onStart, onStop));

    /// <summary>Takes part in a stage on the way up.</summary>
    public static IDisposable Subscribe(
        this ILifecycleObservable observable, string observerName, int stage, Func<CancellationToken, Task> onStart) =>
        observable.Subscribe(observerName, stage, onStart, null);

    /// <summary>Takes part in a stage on the way up and down.</summary>
    public static IDisposable Subscribe<TObserver>(
        this ILifecycleObservable observable, int stage, Func<CancellationToken, Task> onStart, Func<CancellationToken, Task> onStop) =>
        observable.Subscribe(typeof(TObserver).FullName!, stage, onStart, onStop);

    /// <summary>Takes part in a stage on the way up.</summary>
    public static IDisposable Subscribe<TObserver>(this ILifecycleObservable observable, int stage, Func<CancellationToken, Task> onStart) =>
        observable.Subscribe(typeof(TObserver).FullName!, stage, onStart, null);

    /// <summary>Takes part in a stage.</summary>
    public static IDisposable Subscribe<TObserver>(this ILifecycleObservable observable, int stage, ILifecycleObserver observer) =>
        observable.Subscribe(typeof(TObserver).FullName!, stage, observer);

    /// <summary>Takes part in a stage.</summary>
    public static IDisposable Subscribe(this ILifecycleObservable observable, int stage, ILifecycleObserver observer) =>
        observable.Subscribe(observer.GetType().FullName!, stage, observer);

    private sealed class Observer(Func<CancellationToken, Task> onStart, Func<CancellationToken, Task>? onStop) : ILifecycleObserver
    {
        public Task OnStart(CancellationToken cancellationToken = default) => onStart(cancellationToken);

        public Task OnStop(CancellationToken cancellationToken = default) => onStop?.Invoke(cancellationToken) ?? Task.CompletedTask;
    }
}
