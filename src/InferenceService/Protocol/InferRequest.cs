namespace Distributed.InferenceService.Protocol;

/// <summary>An inference request as it was written, not yet held against a model. Owns rented buffers.</summary>
public sealed class InferRequest : IDisposable
{
    /// <summary>The caller's own name for the request, echoed.</summary>
    public string? Id { get; set; }

    /// <summary>The input tensors; null when the field is absent.</summary>
    public List<InputTensor>? Inputs { get; set; }

    /// <summary>Names of the outputs asked for; null for all.</summary>
    public List<string>? Outputs { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Inputs?.ForEach(input => input.Data?.Dispose());
}

/// <summary>One input tensor as it was written.</summary>
public sealed class InputTensor
{
    /// <summary>Name; null when absent.</summary>
    public string? Name { get; set; }

    /// <summary>Datatype; null when absent.</summary>
    public string? Datatype { get; set; }

    /// <summary>Shape; null when absent.</summary>
    public List<long>? Shape { get; set; }

    /// <summary>Values; null when absent.</summary>
    public TensorData? Data { get; set; }
}
