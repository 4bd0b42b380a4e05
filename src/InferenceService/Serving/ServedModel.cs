using System.Text;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Store;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// One loaded and proven version, immutable. Whoever uses it holds a lease; the last lease to go frees the native session.
/// </summary>
public sealed class ServedModel
{
    private readonly OnnxModel _onnx;
    private readonly Action _freed;

    // The slot owns the first lease, so a model that is still in its slot is never at zero.
    private int _leases = 1;

    /// <summary>Takes ownership of a session.</summary>
    /// <param name="version">What is served.</param>
    /// <param name="onnx">Its session, disposed with the last lease.</param>
    /// <param name="freed">Called once, after the session is freed.</param>
    /// <param name="sharesRuns">Whether requests that wait for a place to run it share one.</param>
    public ServedModel(ModelVersion version, OnnxModel onnx, Action freed, bool sharesRuns = false)
    {
        Name = version.Model;
        Version = version.Version;
        VersionName = VersionNames.Format(version.Version);
        Features = version.Manifest.Features;
        Targets = version.Manifest.Targets;
        AnswerHead = Encoding.UTF8.GetBytes(
            $"{{\"model_name\":\"{JsonEncodedText.Encode(Name, ContractsJson.Encoder)}\",\"model_version\":\"{VersionName}\"");
        SharedRuns = sharesRuns ? new SharedRuns(this) : null;
        _onnx = onnx;
        _freed = freed;
    }

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>Number of the version.</summary>
    public int Version { get; }

    /// <summary>The version as the protocol writes it.</summary>
    public string VersionName { get; }

    /// <summary>Width of the input.</summary>
    public int Features { get; }

    /// <summary>Width of the output.</summary>
    public int Targets { get; }

    /// <summary>How every JSON answer of this version begins, pre-built: the object's start, the model's name and version.</summary>
    public ReadOnlyMemory<byte> AnswerHead { get; }

    /// <summary>Where requests that wait for a place meet; null for a model too small to gain by it.</summary>
    public SharedRuns? SharedRuns { get; }

    /// <summary>Takes a lease; false when the session is already freed and the slot has to be asked again.</summary>
    public bool TryAcquire()
    {
        for (var leases = Volatile.Read(ref _leases); leases > 0; leases = Volatile.Read(ref _leases))
        {
            if (Interlocked.CompareExchange(ref _leases, leases + 1, leases) == leases)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives one lease back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            _onnx.Dispose();
            _freed();
        }
    }

    /// <summary>Predicts; the caller holds a lease.</summary>
    /// <param name="x">Inputs, [rows][features] in row-major order; may be longer than needed.</param>
    /// <param name="y">Takes the outputs, [rows][targets] in row-major order; may be longer than needed.</param>
    /// <param name="rows">Number of rows; with none nothing happens.</param>
    public void Predict(Memory<float> x, Memory<float> y, int rows)
    {
        if (rows > 0)
        {
            _onnx.Predict(x[..(rows * Features)], Features, y[..(rows * Targets)], Targets, rows);
        }
    }
}
