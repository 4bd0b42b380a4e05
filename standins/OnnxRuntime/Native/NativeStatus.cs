namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>What a native function returned: zero for success, otherwise an object that holds a code and a message.</summary>
internal static unsafe class NativeStatus
{
    private static readonly delegate* unmanaged<nint, ErrorCode> GetErrorCode = (delegate* unmanaged<nint, ErrorCode>)OrtApi.Slot(1);
    private static readonly delegate* unmanaged<nint, byte*> GetErrorMessage = (delegate* unmanaged<nint, byte*>)OrtApi.Slot(2);
    private static readonly delegate* unmanaged<nint, void> Release = (delegate* unmanaged<nint, void>)OrtApi.Slot(93);

    internal static void ThrowIfFailed(nint status)
    {
        if (status != 0)
        {
            throw Failure(status);
        }
    }

    private static OnnxRuntimeException Failure(nint status)
    {
        var failure = new OnnxRuntimeException(GetErrorCode(status), Utf8.Read(GetErrorMessage(status)));
        Release(status);
        return failure;
    }
}
