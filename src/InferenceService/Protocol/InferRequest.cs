namespace Distributed.InferenceService.Protocol;

/// <summary>
/// An inference request as it was written, in whichever form, not yet held against a model. Made to be used again: after
/// <see cref="Clear"/> it keeps its lists and small buffers.
/// </summary>
public sealed class InferRequest : IDisposable
{
    private readonly List<InputTensor> _inputs = [];
    private readonly List<RequestedOutput> _outputs = [];
    private InputTensor? _spare;

    /// <summary>Name of the model, where the request itself says it; null when absent.</summary>
    public string? ModelName { get; set; }

    /// <summary>Version of the model, where the request itself says it; null when absent.</summary>
    public string? ModelVersion { get; set; }

    /// <summary>The caller's own name for the request, echoed.</summary>
    public string? Id { get; set; }

    /// <summary>How long the caller wants to wait; null for as long as the server allows.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Whether outputs are wanted as binary data where <see cref="RequestedOutput.Binary"/> does not say.</summary>
    public bool BinaryOutputs { get; set; }

    /// <summary>The input tensors; null when the field is absent.</summary>
    public IReadOnlyList<InputTensor>? Inputs { get; private set; }

    /// <summary>The outputs asked for; null for all.</summary>
    public IReadOnlyList<RequestedOutput>? Outputs { get; private set; }

    /// <summary>Says that there is a list of inputs, be it empty.</summary>
    public void StartInputs() => Inputs = _inputs;

    /// <summary>Adds an empty input tensor.</summary>
    public InputTensor AddInput()
    {
        StartInputs();
        var input = _spare ?? new();
        _spare = null;
        _inputs.Add(input);
        return input;
    }

    /// <summary>Says that there is a list of outputs, be it empty.</summary>
    public void StartOutputs() => Outputs = _outputs;

    /// <summary>Adds an output asked for.</summary>
    public void AddOutput(RequestedOutput output)
    {
        StartOutputs();
        _outputs.Add(output);
    }

    /// <summary>Forgets everything, for the next request.</summary>
    public void Clear()
    {
        ModelName = ModelVersion = Id = null;
        Timeout = null;
        BinaryOutputs = false;
        _inputs.ForEach(input => input.Clear());
        _spare ??= _inputs.FirstOrDefault();
        _inputs.Clear();
        _outputs.Clear();
        Inputs = null;
        Outputs = null;
    }

    /// <summary>Gives rented buffers back.</summary>
    public void Dispose()
    {
        Clear();
        _spare?.Dispose();
        _spare = null;
    }
}

/// <summary>An output asked for.</summary>
/// <param name="Name">Name of the tensor.</param>
/// <param name="Binary">Whether it is wanted as binary data; null when the caller did not say.</param>
public readonly record struct RequestedOutput(string Name, bool? Binary = null);
