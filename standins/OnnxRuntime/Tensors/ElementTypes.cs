namespace Microsoft.ML.OnnxRuntime.Tensors;

/// <summary>Element types that have a .NET type, with their size in bytes.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<TensorElementType, (Type Type, int Size)> ByElementType = new()
    {
        [TensorElementType.Float] = (typeof(float), sizeof(float)),
        [TensorElementType.UInt8] = (typeof(byte), sizeof(byte)),
        [TensorElementType.Int8] = (typeof(sbyte), sizeof(sbyte)),
        [TensorElementType.UInt16] = (typeof(ushort), sizeof(ushort)),
        [TensorElementType.Int16] = (typeof(short), sizeof(short)),
        [TensorElementType.Int32] = (typeof(int), sizeof(int)),
        [TensorElementType.Int64] = (typeof(long), sizeof(long)),
        [TensorElementType.String] = (typeof(string), -1),
        [TensorElementType.Bool] = (typeof(bool), sizeof(bool)),
        [TensorElementType.Double] = (typeof(double), sizeof(double)),
        [TensorElementType.UInt32] = (typeof(uint), sizeof(uint)),
        [TensorElementType.UInt64] = (typeof(ulong), sizeof(ulong)),
    };

    private static readonly Dictionary<Type, TensorElementType> ByType = ByElementType.ToDictionary(entry => entry.Value.Type, entry => entry.Key);

    internal static bool TryGet(TensorElementType elementType, out Type type, out int size)
    {
        var found = ByElementType.TryGetValue(elementType, out var entry);
        (type, size) = entry;
        return found;
    }

    internal static bool TryGet(Type type, out TensorElementType elementType) => ByType.TryGetValue(type, out elementType);
}
