using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// An application host's program on a thread of its own. It is held where it builds its application until the test goes on;
/// starting and stopping the application stays the program's business, the test waits for it.
/// </summary>
internal sealed class EntryPointRun(
    Assembly assembly,
    string[] args,
    Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : TestingDefaults(assembly, args, configure)
{
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(10);

    private readonly Assembly _assembly = assembly;
    private readonly string[] _args = args;
    private readonly TaskCompletionSource<IDistributedApplicationBuilder> _building = Create<IDistributedApplicationBuilder>();
    private readonly TaskCompletionSource<DistributedApplication> _built = Create<DistributedApplication>();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHostApplicationLifetime? _lifetime;

    public async Task<IDistributedApplicationTestingBuilder> StartAsync(CancellationToken cancellationToken)
    {
        new Thread(Run) { IsBackground = true, Name = $"{_assembly.GetName().Name}.EntryPoint" }.Start();
        return new EntryPointBuilder(await _building.Task.WaitAsync(cancellationToken).ConfigureAwait(false), this);
    }

    public override void Building(IDistributedApplicationBuilder builder)
    {
        _building.TrySetResult(builder);
        _mayBuild.Task.Wait();
    }

    public override void Built(DistributedApplication application)
    {
        _lifetime = application.Services.GetRequiredService<IHostApplicationLifetime>();
        _lifetime.ApplicationStarted.Register(() => _started.TrySetResult());
        _built.TrySetResult(application);
    }

    public async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult();
        return new EntryPointApplication(await _built.Task.WaitAsync(cancellationToken).ConfigureAwait(false), this);
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => _started.Task.WaitAsync(cancellationToken);

    public async Task StopAsync(DistributedApplication application, CancellationToken cancellationToken)
    {
        _lifetime?.StopApplication();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(ExitTimeout);
        await _exited.Task.WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await application.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    private static TaskCompletionSource<T> Create<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        var failure = Invoke();
        failure ??= new InvalidOperationException("The entry point ended before its application was started.");
        _building.TrySetException(failure);
        _built.TrySetException(failure);
        _started.TrySetException(failure);
        _exited.TrySetResult();
    }

    private Exception? Invoke()
    {
        BuilderObserver.Current = this;
        try
        {
            var main = _assembly.EntryPoint ?? throw new InvalidOperationException($"The assembly {_assembly} has no entry point.");
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [_args]);
            return null;
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException;
        }
    }

    private sealed class EntryPointBuilder(IDistributedApplicationBuilder inner, EntryPointRun run) : TestingBuilder(inner)
    {
        public override async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) =>
            Application = await run.BuildAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed class EntryPointApplication(DistributedApplication inner, EntryPointRun run) : DistributedApplication(inner)
    {
        private int _disposed;

        public override Task StartAsync(CancellationToken cancellationToken = default) => run.WaitForStartAsync(cancellationToken);

        public override Task StopAsync(CancellationToken cancellationToken = default) => run.StopAsync(inner, cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                await StopAsync().ConfigureAwait(false);
                await base.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
