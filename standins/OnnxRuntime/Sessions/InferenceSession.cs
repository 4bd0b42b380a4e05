using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A loaded model. Runs may go on side by side on one session.</summary>
public unsafe partial class InferenceSession : IDisposable
{
    private nint _handle;
    private SessionNodes _inputs;
    private SessionNodes _outputs;
    private ModelMetadata _modelMetadata;

    /// <summary>Loads a model file with default options.</summary>
    /// <param name="modelPath">Path of the file.</param>
    public InferenceSession(string modelPath)
    {
        using var options = new SessionOptions();
        Load(modelPath, options);
    }

    /// <summary>Loads a model file.</summary>
    /// <param name="modelPath">Path of the file.</param>
    /// <param name="options">How the session is made.</param>
    /// <exception cref="OnnxRuntimeException">The file is missing or no model that the engine can run.</exception>
    public InferenceSession(string modelPath, SessionOptions options)
    {
        Load(modelPath, options);
    }

    /// <summary>Loads a model from memory with default options.</summary>
    /// <param name="model">The content of a model file.</param>
    public InferenceSession(byte[] model)
    {
        using var options = new SessionOptions();
        Load(model, options);
    }

    /// <summary>Loads a model from memory, which is not used afterwards.</summary>
    /// <param name="model">The content of a model file.</param>
    /// <param name="options">How the session is made.</param>
    /// <exception cref="OnnxRuntimeException">The bytes are no model that the engine can run.</exception>
    public InferenceSession(byte[] model, SessionOptions options)
    {
        Load(model, options);
    }

    /// <summary>Releases a session that was not disposed of.</summary>
    ~InferenceSession()
    {
        Dispose(disposing: false);
    }

    /// <summary>Type and shape of each input by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata => _inputs.Metadata;

    /// <summary>Names of the inputs in the model's order.</summary>
    public IReadOnlyList<string> InputNames => _inputs.Names;

    /// <summary>Type and shape of each output by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata => _outputs.Metadata;

    /// <summary>Names of the outputs in the model's order.</summary>
    public IReadOnlyList<string> OutputNames => _outputs.Names;

    /// <summary>What the model file says about itself; read at first use.</summary>
    public ModelMetadata ModelMetadata => _modelMetadata ??= new ModelMetadata(Handle);

    internal nint Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle == 0, this);
            return _handle;
        }
    }

    /// <summary>Releases the model. No run may be going on.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the model.</summary>
    /// <param name="disposing">False when called by the finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_handle == 0)
        {
            return;
        }

        SessionApi.Release(_handle);
        _handle = 0;
        _inputs?.Dispose();
        _outputs?.Dispose();
    }

    private void Load(string modelPath, SessionOptions options)
    {
        nint session;
        fixed (byte* path = Utf8.ZeroTerminated(modelPath))
        {
            NativeStatus.ThrowIfFailed(SessionApi.CreateFromFile(OrtEnv.Instance().Handle, path, options.Handle, &session));
        }

        Describe(session);
    }

    private void Load(byte[] model, SessionOptions options)
    {
        nint session;
        fixed (byte* content = model)
        {
            NativeStatus.ThrowIfFailed(
                SessionApi.CreateFromArray(OrtEnv.Instance().Handle, content, (nuint)model.Length, options.Handle, &session));
        }

        Describe(session);
    }

    private void Describe(nint session)
    {
        _handle = session;
        try
        {
            _inputs = SessionNodes.OfInputs(session);
            _outputs = SessionNodes.OfOutputs(session);
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
