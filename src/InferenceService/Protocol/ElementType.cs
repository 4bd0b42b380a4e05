namespace Distributed.InferenceService.Protocol;

/// <summary>One datatype of the protocol.</summary>
/// <param name="Name">Name in the protocol.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="Read">Converts elements, little-endian and one after the other, to FP32.</param>
/// <param name="Range">The integers that it stands for; null when it stands for fractions.</param>
public sealed record ElementType(string Name, int Size, RawReader Read, (float Least, float Most)? Range = null)
{
    /// <summary>Whether the protocol gives it no form in JSON.</summary>
    public bool IsBinaryOnly { get; init; }
}

/// <summary>Converts the bytes of a tensor's elements to FP32.</summary>
/// <param name="bytes">Whole elements.</param>
/// <param name="values">As many values.</param>
/// <returns>Position of the first element that cannot be converted; −1 when all were.</returns>
public delegate int RawReader(ReadOnlySpan<byte> bytes, Span<float> values);
