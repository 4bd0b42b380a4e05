namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Sessions: create, run, describe inputs and outputs, bind values.</summary>
internal static unsafe class SessionApi
{
    internal static readonly delegate* unmanaged<nint, byte*, nint, nint*, nint> CreateFromFile =
        (delegate* unmanaged<nint, byte*, nint, nint*, nint>)OrtApi.Slot(7);

    internal static readonly delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint> CreateFromArray =
        (delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)OrtApi.Slot(8);

    internal static readonly delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint> Run =
        (delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)OrtApi.Slot(9);

    internal static readonly delegate* unmanaged<nint, void> Release = (delegate* unmanaged<nint, void>)OrtApi.Slot(95);

    internal static readonly delegate* unmanaged<nint, nuint*, nint> GetInputCount = (delegate* unmanaged<nint, nuint*, nint>)OrtApi.Slot(30);
    internal static readonly delegate* unmanaged<nint, nuint*, nint> GetOutputCount = (delegate* unmanaged<nint, nuint*, nint>)OrtApi.Slot(31);

    internal static readonly delegate* unmanaged<nint, nuint, nint*, nint> GetInputTypeInfo =
        (delegate* unmanaged<nint, nuint, nint*, nint>)OrtApi.Slot(33);

    internal static readonly delegate* unmanaged<nint, nuint, nint*, nint> GetOutputTypeInfo =
        (delegate* unmanaged<nint, nuint, nint*, nint>)OrtApi.Slot(34);

    internal static readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> GetInputName =
        (delegate* unmanaged<nint, nuint, nint, byte**, nint>)OrtApi.Slot(36);

    internal static readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> GetOutputName =
        (delegate* unmanaged<nint, nuint, nint, byte**, nint>)OrtApi.Slot(37);

    internal static readonly delegate* unmanaged<nint, nint, nint, nint> RunWithBinding =
        (delegate* unmanaged<nint, nint, nint, nint>)OrtApi.Slot(133);

    internal static readonly delegate* unmanaged<nint, nint*, nint> CreateBinding = (delegate* unmanaged<nint, nint*, nint>)OrtApi.Slot(134);
    internal static readonly delegate* unmanaged<nint, void> ReleaseBinding = (delegate* unmanaged<nint, void>)OrtApi.Slot(135);
    internal static readonly delegate* unmanaged<nint, byte*, nint, nint> BindInput = (delegate* unmanaged<nint, byte*, nint, nint>)OrtApi.Slot(136);
    internal static readonly delegate* unmanaged<nint, byte*, nint, nint> BindOutput = (delegate* unmanaged<nint, byte*, nint, nint>)OrtApi.Slot(137);
    internal static readonly delegate* unmanaged<nint, void> ClearBoundInputs = (delegate* unmanaged<nint, void>)OrtApi.Slot(141);
    internal static readonly delegate* unmanaged<nint, void> ClearBoundOutputs = (delegate* unmanaged<nint, void>)OrtApi.Slot(142);
}
