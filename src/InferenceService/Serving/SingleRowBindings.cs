using Microsoft.ML.OnnxRuntime;

namespace Distributed.InferenceService.Serving;

/// <summary>The bindings of one session: as many as ever ran at one time, made when first needed.</summary>
internal sealed class SingleRowBindings(InferenceSession session, int features, int targets) : IDisposable
{
    private readonly Lock _gate = new();
    private SingleRowBinding? _free;

    /// <summary>Predicts one row.</summary>
    public void Run(RunOptions options, ReadOnlySpan<float> x, Span<float> y)
    {
        var binding = Take() ?? new SingleRowBinding(session, features, targets);
        try
        {
            binding.Run(options, x, y);
        }
        finally
        {
            Return(binding);
        }
    }

    /// <summary>Frees all; none is running any more.</summary>
    public void Dispose()
    {
        while (Take() is { } binding)
        {
            binding.Dispose();
        }
    }

    private SingleRowBinding? Take()
    {
        lock (_gate)
        {
            var binding = _free;
            _free = binding?.Next;
            return binding;
        }
    }

    private void Return(SingleRowBinding binding)
    {
        lock (_gate)
        {
            binding.Next = _free;
            _free = binding;
        }
    }
}
