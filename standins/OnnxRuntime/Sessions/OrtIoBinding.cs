using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Values bound once to the inputs and outputs of a session, for many runs.</summary>
public unsafe class OrtIoBinding : SafeHandle
{
    internal OrtIoBinding(InferenceSession session)
        : base(0, ownsHandle: true)
    {
        nint binding;
        NativeStatus.ThrowIfFailed(SessionApi.CreateBinding(session.Handle, &binding));
        handle = binding;
    }

    /// <inheritdoc />
    public override bool IsInvalid => handle == 0;

    internal nint Handle => handle;

    /// <summary>Binds a value to an input; the value must live as long as the binding.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="ortValue">The value.</param>
    public void BindInput(string name, OrtValue ortValue)
    {
        fixed (byte* text = Utf8.ZeroTerminated(name))
        {
            NativeStatus.ThrowIfFailed(SessionApi.BindInput(handle, text, ortValue.Handle));
        }
    }

    /// <summary>Binds a value to an output; the value must live as long as the binding.</summary>
    /// <param name="name">Name of the output.</param>
    /// <param name="ortValue">A tensor of the output's type and shape.</param>
    public void BindOutput(string name, OrtValue ortValue)
    {
        fixed (byte* text = Utf8.ZeroTerminated(name))
        {
            NativeStatus.ThrowIfFailed(SessionApi.BindOutput(handle, text, ortValue.Handle));
        }
    }

    /// <summary>Forgets the bound inputs.</summary>
    public void ClearBoundInputs() => SessionApi.ClearBoundInputs(handle);

    /// <summary>Forgets the bound outputs.</summary>
    public void ClearBoundOutputs() => SessionApi.ClearBoundOutputs(handle);

    /// <inheritdoc />
    protected override bool ReleaseHandle()
    {
        SessionApi.ReleaseBinding(handle);
        handle = 0;
        return true;
    }
}
