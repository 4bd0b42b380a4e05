namespace TorchSharp.Interop;

/// <summary>A pinned list of sizes or dimensions; mirrors <c>Longs</c> in abi.h.</summary>
internal readonly unsafe struct Longs(long* values, int count)
{
#pragma warning disable IDE0052 // Read by native code.
    private readonly long* _values = values;
    private readonly long _count = count;
#pragma warning restore IDE0052
}
