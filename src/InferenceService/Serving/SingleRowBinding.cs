using Distributed.Contracts.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Memory for one row in and one row out, bound to a session once: a run then makes no objects on either side, which for a small model
/// is most of what a run costs. For one caller at a time.
/// </summary>
internal sealed class SingleRowBinding : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _input;
    private readonly OrtValue _output;

    // Never moved by the collector, so that holding them for as long as the session lives is in nobody's way.
    private readonly float[] _x;
    private readonly float[] _y;

    public SingleRowBinding(InferenceSession session, int features, int targets)
    {
        _session = session;
        _x = GC.AllocateArray<float>(features, pinned: true);
        _y = GC.AllocateArray<float>(targets, pinned: true);
        _input = OrtValue.CreateTensorValueFromMemory(_x, [1, features]);
        _output = OrtValue.CreateTensorValueFromMemory(_y, [1, targets]);
        _binding = session.CreateIoBinding();
        _binding.BindInput(OnnxNames.Input, _input);
        _binding.BindOutput(OnnxNames.Output, _output);
    }

    /// <summary>The next one that is free; kept by <see cref="SingleRowBindings"/>.</summary>
    public SingleRowBinding? Next { get; set; }

    public void Run(RunOptions options, ReadOnlySpan<float> x, Span<float> y)
    {
        x.CopyTo(_x);
        _session.RunWithBinding(options, _binding);
        _y.CopyTo(y);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _output.Dispose();
    }
}
