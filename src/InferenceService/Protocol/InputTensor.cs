namespace Distributed.InferenceService.Protocol;

/// <summary>One input tensor as it was written.</summary>
public sealed class InputTensor : IDisposable
{
    private readonly List<long> _shape = new(TensorData.MaxRank);
    private readonly TensorData _data = new();

    /// <summary>Name; null when absent.</summary>
    public string? Name { get; set; }

    /// <summary>Datatype; null when absent.</summary>
    public string? Datatype { get; set; }

    /// <summary>Length of its binary data in bytes; null when it has none.</summary>
    public long? BinarySize { get; set; }

    /// <summary>Whether the values came without a shape, for the model to say how long a row is.</summary>
    public bool IsWithoutShape { get; set; }

    /// <summary>Shape; null when absent.</summary>
    public IReadOnlyList<long>? Shape { get; private set; }

    /// <summary>Values; null when absent.</summary>
    public TensorData? Data { get; private set; }

    /// <summary>Says that there is a shape, be it without dimensions, and gives the list to fill.</summary>
    public List<long> StartShape()
    {
        Shape = _shape;
        return _shape;
    }

    /// <summary>Says that there are values, be it none, and gives the buffer to fill.</summary>
    public TensorData StartData() => Data = _data;

    /// <summary>Forgets everything, for the next tensor.</summary>
    public void Clear()
    {
        Name = null;
        Datatype = null;
        BinarySize = null;
        IsWithoutShape = false;
        Shape = null;
        Data = null;
        _shape.Clear();
        _data.Clear();
    }

    /// <summary>Gives rented buffers back.</summary>
    public void Dispose() => _data.Dispose();
}
