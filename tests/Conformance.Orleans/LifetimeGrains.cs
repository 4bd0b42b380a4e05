using Microsoft.Extensions.DependencyInjection;

namespace Distributed.Conformance.Orleans;

public interface ILifetimeGrain : IGrainWithStringKey
{
    Task<Guid> Instance();

    Task DeactivateNow();

    Task Delay(TimeSpan time);

    Task DeactivateAndHold(string name);

    Task<string> Identity();

    Task<bool> ScopedServiceIsMine();
}

public sealed class ScopedService
{
    public Guid Id { get; } = Guid.NewGuid();
}

public sealed class LifetimeGrain(Gates gates, ScopedService scoped) : Grain, ILifetimeGrain
{
    private readonly Guid _instance = Guid.NewGuid();

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        gates.Open($"{Key} activated");
        return Key.StartsWith("fails", StringComparison.Ordinal) ? throw new InvalidOperationException("no activation today") : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        gates.Open($"{Key} deactivated", reason.ReasonCode);
        return Task.CompletedTask;
    }

    public Task<Guid> Instance() => Task.FromResult(_instance);

    public Task DeactivateNow()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public async Task DeactivateAndHold(string name)
    {
        DeactivateOnIdle();
        gates.Open($"{name} entered");
        await gates.WaitFor($"{name} released");
    }

    public Task<string> Identity() => Task.FromResult(IdentityString);

    public Task<bool> ScopedServiceIsMine() => Task.FromResult(ReferenceEquals(scoped, ServiceProvider.GetRequiredService<ScopedService>()));
}

public interface IBrokenGrain : IGrainWithStringKey
{
    Task Touch();
}

public sealed class BrokenGrain : Grain, IBrokenGrain
{
    public BrokenGrain() => throw new InvalidOperationException("no instance today");

    public Task Touch() => Task.CompletedTask;
}

/// <summary>A grain class without the base class.</summary>
public interface IPlainGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

public sealed class PlainGrain(global::Orleans.Runtime.IGrainContext context) : IGrainBase, IPlainGrain
{
    public global::Orleans.Runtime.IGrainContext GrainContext { get; } = context;

    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

[GrainType("named-type")]
public sealed class NamedGrain : Grain, INamedGrain
{
    public Task<string> Identity() => Task.FromResult(this.GetGrainId().ToString());
}

public interface INamedGrain : IGrainWithStringKey
{
    Task<string> Identity();
}
