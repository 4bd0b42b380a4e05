using Distributed.Contracts.Models;
using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Distributed.InferenceService.Serving;

/// <summary>A native ONNX Runtime session with the shape that every published model has: <c>x</c> [batch, features] to <c>y</c> [batch, targets].</summary>
/// <remarks>Safe for concurrent <see cref="Predict"/>; whoever disposes it makes sure that none is running.</remarks>
public sealed class OnnxModel : IDisposable
{
    private static readonly string[] InputNames = [OnnxNames.Input];
    private static readonly string[] OutputNames = [OnnxNames.Output];

    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private SingleRowBindings? _singleRows;

    /// <summary>Creates the session.</summary>
    /// <param name="onnx">The model file's bytes.</param>
    /// <exception cref="OnnxRuntimeException">The bytes are no model that this engine can run.</exception>
    public OnnxModel(byte[] onnx)
    {
        using var options = CreateOptions();
        _session = new InferenceSession(onnx, options);
    }

    /// <summary>What is wrong with the model's inputs and outputs; null when they are as promised.</summary>
    public string? FindShapeFault(int features, int targets) =>
        FindFault("input", _session.InputMetadata, OnnxNames.Input, features)
        ?? FindFault("output", _session.OutputMetadata, OnnxNames.Output, targets);

    /// <summary>Predicts.</summary>
    /// <param name="x">Inputs, row by row, exactly <paramref name="rows"/> × <paramref name="features"/> values.</param>
    /// <param name="features">Width of a row of <paramref name="x"/>.</param>
    /// <param name="y">Takes the outputs, row by row, exactly <paramref name="rows"/> × <paramref name="targets"/> values.</param>
    /// <param name="targets">Width of a row of <paramref name="y"/>.</param>
    /// <param name="rows">Number of rows; at least 1.</param>
    public void Predict(Memory<float> x, int features, Memory<float> y, int targets, int rows)
    {
        if (rows == 1)
        {
            SingleRows(features, targets).Run(_runOptions, x.Span, y.Span);
            return;
        }

        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, x, [rows, features]);
        using var output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, y, [rows, targets]);
        _session.Run(_runOptions, InputNames, [input], OutputNames, [output]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _singleRows?.Dispose();
        _session.Dispose();
        _runOptions.Dispose();
    }

    // Most of thousands of models are asked seldom, so memory for them is made when they are.
    private SingleRowBindings SingleRows(int features, int targets) =>
        Volatile.Read(ref _singleRows)
        ?? Interlocked.CompareExchange(ref _singleRows, new(_session, features, targets), null)
        ?? _singleRows;

    // One thread makes no pool: thousands of sessions share the threads that requests come on. A plan of the memory is made for every
    // number of rows that ever comes and looked for in each run; these models have nothing to plan.
    private static SessionOptions CreateOptions()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableCpuMemArena = false,
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static string? FindFault(string kind, IReadOnlyDictionary<string, NodeMetadata> metadata, string name, int width)
    {
        if (metadata.Count != 1 || !metadata.TryGetValue(name, out var tensor))
        {
            return $"its {kind}s are named '{string.Join("', '", metadata.Keys)}', the one expected is '{name}'";
        }

        if (!tensor.IsTensor || tensor.ElementType != typeof(float))
        {
            return $"its {kind} '{name}' holds {tensor.ElementType.Name}, expected is a float32 tensor";
        }

        return tensor.Dimensions is [-1, var found] && found == width
            ? null
            : $"its {kind} '{name}' has the shape [{string.Join(", ", tensor.Dimensions)}], the manifest promises [-1, {width}]";
    }
}
