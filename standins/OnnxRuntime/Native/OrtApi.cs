using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// The C API of the native library: a table of function pointers whose slots never move between versions.
/// The classes beside this one name the slots by subject. Handles are <c>nint</c>, text is UTF-8 ending in zero,
/// and a function that can fail returns a status for <see cref="NativeStatus.ThrowIfFailed"/>.
/// </summary>
internal static unsafe partial class OrtApi
{
    // Low on purpose: every library since 1.14 hands out a table that begins with this one.
    private const uint Version = 14;

    // Two functions: one hands out the table, the other the version as text.
    private static readonly void** ApiBase = OrtGetApiBase();
    private static readonly void** Table = GetTable();

    internal static string VersionString => Utf8.Read(((delegate* unmanaged<byte*>)ApiBase[1])());

    internal static void* Slot(int index) => Table[index];

    private static void** GetTable()
    {
        var table = ((delegate* unmanaged<uint, void**>)ApiBase[0])(Version);
        return table is not null ? table : throw new NotSupportedException($"The native ONNX Runtime library has no API version {Version}.");
    }

    [LibraryImport("onnxruntime")]
    private static partial void** OrtGetApiBase();
}
