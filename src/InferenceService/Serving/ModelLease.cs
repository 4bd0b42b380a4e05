namespace Distributed.InferenceService.Serving;

/// <summary>The right to use a served model until disposed. Dispose exactly once.</summary>
public readonly struct ModelLease(ServedModel model, VersionSlot slot) : IDisposable
{
    /// <summary>The model.</summary>
    public ServedModel Model { get; } = model;

    /// <summary>Where what the version computes is to be recorded.</summary>
    public VersionStatistics Statistics => slot.Statistics;

    /// <summary>Predicts.</summary>
    /// <param name="x">Inputs, [rows][features] in row-major order; may be longer than needed.</param>
    /// <param name="y">Takes the outputs, [rows][targets] in row-major order; may be longer than needed.</param>
    /// <param name="rows">Number of rows; with none nothing happens.</param>
    public void Predict(Memory<float> x, Memory<float> y, int rows) => Model.Predict(x, y, rows);

    /// <inheritdoc/>
    public void Dispose() => Model.Release();
}
