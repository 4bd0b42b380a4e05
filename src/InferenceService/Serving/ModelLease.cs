namespace Distributed.InferenceService.Serving;

/// <summary>The right to use a served model until disposed. Dispose exactly once.</summary>
public readonly struct ModelLease(ServedModel model, VersionSlot slot, AliasShadow? shadow = null) : IDisposable
{
    /// <summary>The model.</summary>
    public ServedModel Model { get; } = model;

    /// <summary>Where what the version computes is to be recorded.</summary>
    public VersionStatistics Statistics => slot.Statistics;

    /// <summary>Predicts; where the alias that was asked has a shadow, a copy goes to it afterwards, unless the queue is full.</summary>
    /// <param name="x">Inputs, [rows][features] in row-major order; may be longer than needed.</param>
    /// <param name="y">Takes the outputs, [rows][targets] in row-major order; may be longer than needed.</param>
    /// <param name="rows">Number of rows; with none nothing happens.</param>
    public void Predict(Memory<float> x, Memory<float> y, int rows)
    {
        Model.Predict(x, y, rows);
        Mirror(x, y, rows);
    }

    /// <summary>Offers what was predicted in another way to the shadow.</summary>
    public void Mirror(ReadOnlyMemory<float> x, ReadOnlyMemory<float> y, int rows) =>
        shadow?.Offer(x.Span[..(rows * Model.Features)], y.Span[..(rows * Model.Targets)], rows);

    /// <inheritdoc/>
    public void Dispose() => Model.Release();
}
