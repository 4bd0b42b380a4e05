using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Distributed.InferenceService.Protocol;

/// <summary>Tensors as bytes: row-major, little-endian, as in the binary tensor extension and in gRPC's raw contents.</summary>
public static class RawTensor
{
    /// <summary>Sets the values of an input whose datatype and shape are known from bytes.</summary>
    /// <returns>What is wrong, to follow the name of the input in a sentence; null when nothing is.</returns>
    public static string? Read(InputTensor input, in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Read(input, bytes.FirstSpan);
        }

        var whole = ArrayPool<byte>.Shared.Rent(checked((int)bytes.Length));
        try
        {
            bytes.CopyTo(whole);
            return Read(input, whole.AsSpan(0, (int)bytes.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <inheritdoc cref="Read(InputTensor, in ReadOnlySequence{byte})"/>
    public static string? Read(InputTensor input, ReadOnlySpan<byte> bytes)
    {
        if (input is not { Datatype: { } datatype, Shape: { } shape })
        {
            return input.Datatype is null ? "has no 'datatype'" : "has no 'shape'";
        }

        if (!ElementTypes.TryFind(datatype, out var type))
        {
            return $"has the datatype '{datatype}'; allowed are {ElementTypes.Names}";
        }

        var needed = CountElements(shape) * type.Size;
        if (bytes.Length != needed)
        {
            return $"has {bytes.Length} bytes of binary data; the shape [{string.Join(", ", shape)}] of {datatype} needs {needed}";
        }

        var data = input.StartData();
        data.IsRaw = true;
        var faulty = type.Read(bytes, data.AddMany(bytes.Length / type.Size));
        return faulty < 0 ? null : Explain(type, faulty);
    }

    /// <summary>Writes values as FP32; <paramref name="bytes"/> has 4 bytes for each.</summary>
    public static void Write(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], values[i]);
        }
    }

    internal static int ReadSingles(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return -1;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return -1;
    }

    internal static int ReadDoubles(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
            values[i] = (float)value;
            if (double.IsFinite(value) && !float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    internal static int ReadHalves(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * 2)..]);
        }

        return -1;
    }

    // The upper half of a float32.
    internal static int ReadBrainFloats(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * 2)..]) << 16);
        }

        return -1;
    }

    internal static int ReadBooleans(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = bytes[i];
        }

        return bytes.IndexOfAnyExcept((byte)0, (byte)1);
    }

    internal static int ReadIntegers<T>(ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var size = bytes.Length / Math.Max(1, values.Length);
        var (least, most) = (T.CreateSaturating(-ElementTypes.ExactIntegers), T.CreateSaturating(ElementTypes.ExactIntegers));
        for (var i = 0; i < values.Length; i++)
        {
            var value = T.ReadLittleEndian(bytes.Slice(i * size, size), isUnsigned: T.MinValue == T.Zero);
            values[i] = float.CreateTruncating(value);
            if (value < least || value > most)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Explain(ElementType type, int faulty) => type.Range is var (least, most)
        ? $"has an element {faulty} that cannot be converted; {type.Name} is read as integers from {least:R} to {most:R}"
        : $"has an element {faulty} that is too large for FP32";

    // A shape may ask for more than any integer type holds.
    private static BigInteger CountElements(IReadOnlyList<long> shape)
    {
        var count = BigInteger.One;
        foreach (var extent in shape)
        {
            count *= extent;
        }

        return count;
    }
}
