namespace Distributed.InferenceService.Serving;

/// <summary>The right to use a served model until disposed. Dispose exactly once.</summary>
public readonly struct ModelLease(ServedModel model) : IDisposable
{
    /// <summary>The model.</summary>
    public ServedModel Model { get; } = model;

    /// <inheritdoc/>
    public void Dispose() => Model.Release();
}
