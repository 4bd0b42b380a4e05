using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Text between the two sides: UTF-8 that ends in a zero byte.</summary>
internal static unsafe class Utf8
{
    internal static byte[] ZeroTerminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    internal static string Read(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;

    /// <summary>Reads text that the native side allocated for the caller with the default allocator, and frees it.</summary>
    internal static string Take(byte* text)
    {
        try
        {
            return Read(text);
        }
        finally
        {
            OrtAllocator.DefaultInstance.Free(text);
        }
    }
}
