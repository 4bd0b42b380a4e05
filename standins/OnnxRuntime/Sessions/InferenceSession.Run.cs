using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

public unsafe partial class InferenceSession
{
    // Names and values of a run's inputs and outputs; more than this go to the heap.
    private const int StackSlots = 64;

    /// <summary>Runs the model; the engine allocates the outputs.</summary>
    /// <param name="runOptions">Options of this run.</param>
    /// <param name="inputNames">Names of the inputs given.</param>
    /// <param name="inputValues">Their values in the same order.</param>
    /// <param name="outputNames">Names of the outputs wanted.</param>
    /// <returns>The outputs in the order of their names; the caller disposes of them.</returns>
    /// <exception cref="ArgumentException">Names and values differ in number.</exception>
    /// <exception cref="OnnxRuntimeException">A name is unknown, or a value's type or shape does not fit.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames)
    {
        RequireSameCount(nameof(inputNames), inputNames.Count, nameof(inputValues), inputValues.Count);
        var outputs = new nint[outputNames.Count];
        Run(runOptions.Handle, inputNames, inputValues, outputNames, outputs);
        return Own(outputs);
    }

    /// <summary>Runs the model on named inputs; the engine allocates the outputs.</summary>
    /// <param name="runOptions">Options of this run.</param>
    /// <param name="inputs">Values of the inputs by name.</param>
    /// <param name="outputNames">Names of the outputs wanted.</param>
    /// <returns>The outputs in the order of their names; the caller disposes of them.</returns>
    /// <exception cref="OnnxRuntimeException">A name is unknown, or a value's type or shape does not fit.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions, IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyCollection<string> outputNames) =>
        Run(runOptions, [.. inputs.Keys], [.. inputs.Values], outputNames);

    /// <summary>Runs the model into outputs that the caller has allocated.</summary>
    /// <param name="runOptions">Options of this run; null for the defaults.</param>
    /// <param name="inputNames">Names of the inputs given.</param>
    /// <param name="inputValues">Their values in the same order.</param>
    /// <param name="outputNames">Names of the outputs wanted.</param>
    /// <param name="outputValues">Tensors of the outputs' types and shapes, in the same order.</param>
    /// <exception cref="ArgumentException">Names and values differ in number.</exception>
    /// <exception cref="OnnxRuntimeException">A name is unknown, or a value's type or shape does not fit.</exception>
    public void Run(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames,
        IReadOnlyCollection<OrtValue> outputValues)
    {
        RequireSameCount(nameof(inputNames), inputNames.Count, nameof(inputValues), inputValues.Count);
        RequireSameCount(nameof(outputNames), outputNames.Count, nameof(outputValues), outputValues.Count);
        var count = outputValues.Count;
        var outputs = count <= StackSlots ? stackalloc nint[count] : new nint[count];
        CopyHandles(outputValues, outputs);
        Run(runOptions is null ? 0 : runOptions.Handle, inputNames, inputValues, outputNames, outputs);
        GC.KeepAlive(outputValues);
    }

    /// <summary>Makes a binding of values to this session's inputs and outputs.</summary>
    public OrtIoBinding CreateIoBinding() => new(this);

    /// <summary>Runs the model on bound values.</summary>
    /// <param name="runOptions">Options of this run.</param>
    /// <param name="ioBinding">The binding, made by this session.</param>
    public void RunWithBinding(RunOptions runOptions, OrtIoBinding ioBinding)
    {
        NativeStatus.ThrowIfFailed(SessionApi.RunWithBinding(Handle, runOptions.Handle, ioBinding.Handle));
        GC.KeepAlive(this);
    }

    private void Run(
        nint options,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames,
        Span<nint> outputs)
    {
        var session = Handle;
        var inputs = inputNames.Count;
        var slots = (2 * inputs) + outputs.Length;
        var arguments = slots <= StackSlots ? stackalloc nint[slots] : new nint[slots];
        _inputs.Resolve(inputNames, arguments[..inputs]);
        CopyHandles(inputValues, arguments[inputs..(2 * inputs)]);
        _outputs.Resolve(outputNames, arguments[(2 * inputs)..]);
        fixed (nint* first = arguments, firstOutput = outputs)
        {
            NativeStatus.ThrowIfFailed(SessionApi.Run(
                session,
                options,
                first,
                first + inputs,
                (nuint)inputs,
                first + (2 * inputs),
                (nuint)outputs.Length,
                firstOutput));
        }

        GC.KeepAlive(inputValues);
        GC.KeepAlive(this);
    }

    private static void CopyHandles(IReadOnlyCollection<OrtValue> values, Span<nint> handles)
    {
        if (values is IReadOnlyList<OrtValue> list)
        {
            for (var i = 0; i < handles.Length; i++)
            {
                handles[i] = list[i].Handle;
            }

            return;
        }

        var next = 0;
        foreach (var value in values)
        {
            handles[next++] = value.Handle;
        }
    }

    private static DisposableList<OrtValue> Own(nint[] outputs)
    {
        var values = new DisposableList<OrtValue>(outputs.Length);
        foreach (var output in outputs)
        {
            values.Add(new OrtValue(output));
        }

        return values;
    }

    private static void RequireSameCount(string names, int nameCount, string values, int valueCount)
    {
        if (nameCount != valueCount)
        {
            throw new ArgumentException($"Length of {names} ({nameCount}) must match that of {values} ({valueCount}).");
        }
    }
}
