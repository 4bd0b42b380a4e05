using Orleans.Runtime;

namespace Orleans;

/// <summary>What a grain class offers the runtime; a class may implement it instead of deriving from <see cref="Grain"/>.</summary>
public interface IGrainBase
{
    /// <summary>The activation that runs this instance.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call. A failure is given to the waiting callers.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call. Not run when the process is killed.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
