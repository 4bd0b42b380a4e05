using System.Buffers;
using System.Runtime.InteropServices;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class RawTensorTests
{
    [Fact]
    public void Read_Singles_KeepEveryBit() => Check.QuickThrowOnFailure(Prop.ForAll<float[]>(values =>
        Bits(Read("FP32", Bytes(values))).SequenceEqual(Bits(values)) && RoundTrip(values).SequenceEqual(Bytes(values))));

    [Fact]
    public void Read_Doubles_AreTheNearestSingles() => Check.QuickThrowOnFailure(Prop.ForAll<double[]>(values =>
    {
        double[] inRange = [.. values.Where(value => !double.IsFinite(value) || float.IsFinite((float)value))];
        return Bits(Read("FP64", Bytes(inRange))).SequenceEqual(Bits([.. inRange.Select(value => (float)value)]));
    }));

    [Fact]
    public void Read_EveryHalf_IsExact()
    {
        Half[] halves = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];

        Assert.Equal(halves.Select(half => (float)half), Read("FP16", Bytes(halves)));
    }

    [Theory]
    [InlineData("FP64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0xBF }, -1.5f)]
    [InlineData("FP16", new byte[] { 0x00, 0xC1 }, -2.5f)]
    [InlineData("BF16", new byte[] { 0x20, 0xC0 }, -2.5f)]
    [InlineData("INT8", new byte[] { 0x80 }, -128f)]
    [InlineData("INT16", new byte[] { 0x00, 0x80 }, -32768f)]
    [InlineData("INT32", new byte[] { 0, 0, 0, 0xFF }, -16777216f)]
    [InlineData("INT64", new byte[] { 0, 0, 0, 1, 0, 0, 0, 0 }, 16777216f)]
    [InlineData("UINT8", new byte[] { 0xFF }, 255f)]
    [InlineData("UINT16", new byte[] { 0xFF, 0xFF }, 65535f)]
    [InlineData("UINT32", new byte[] { 0, 0, 0, 1 }, 16777216f)]
    [InlineData("UINT64", new byte[] { 0, 0, 0, 1, 0, 0, 0, 0 }, 16777216f)]
    [InlineData("BOOL", new byte[] { 1 }, 1f)]
    public void Read_EachDatatype_IsLittleEndian(string datatype, byte[] bytes, float expected) =>
        Assert.Equal([expected], Read(datatype, bytes));

    [Theory]
    [InlineData("INT32", new byte[] { 1, 0, 0, 1 }, "an element 0 that cannot be converted; INT32 is read as integers from -16777216 to 16777216")]
    [InlineData("INT64", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, "an element 0 that cannot be converted; INT64")]
    [InlineData("UINT64", new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "an element 0 that cannot be converted; UINT64")]
    [InlineData("BOOL", new byte[] { 2 }, "an element 0 that cannot be converted; BOOL is read as integers from 0 to 1")]
    [InlineData("FP64", new byte[] { 0, 0, 0, 0, 0, 0, 0xF0, 0x7E }, "an element 0 that is too large for FP32")]
    [InlineData("FP32", new byte[] { 0, 0, 0 }, "has 3 bytes of binary data; the shape [1, 1] of FP32 needs 4")]
    [InlineData("BYTES", new byte[] { 0 }, "has the datatype 'BYTES'; allowed are FP32, FP64, INT8")]
    public void Read_WhatCannotBeConverted_IsSaid(string datatype, byte[] bytes, string expected)
    {
        using var input = Tensor(datatype, 1);

        Assert.Contains(expected, RawTensor.Read(input, bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ShapeBeyondEveryInteger_IsAFault()
    {
        using var input = new InputTensor { Datatype = "FP64" };
        input.StartShape().AddRange([long.MaxValue, long.MaxValue, long.MaxValue]);

        Assert.Contains("has 8 bytes", RawTensor.Read(input, new byte[8]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Read_BytesInPieces_AreTheSameAsWhole(int size)
    {
        float[] values = [1.5f, -2f, float.NaN, 3e38f];
        using var input = Tensor("FP32", values.Length);

        Assert.Null(RawTensor.Read(input, Pieces.Split(Bytes(values), size)));

        Assert.Equal(values, input.Data!.Values.ToArray());
    }

    private static float[] Read(string datatype, byte[] bytes)
    {
        Assert.True(ElementTypes.TryFind(datatype, out var type));
        using var input = Tensor(datatype, bytes.Length / type.Size);
        Assert.Null(RawTensor.Read(input, bytes));
        Assert.Null(ElementTypes.FindFault(datatype, input.Data!));
        return input.Data!.Values.ToArray();
    }

    private static byte[] RoundTrip(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        RawTensor.Write(values, bytes);
        return bytes;
    }

    private static InputTensor Tensor(string datatype, int rows)
    {
        var input = new InputTensor { Name = "x", Datatype = datatype };
        input.StartShape().AddRange([rows, 1]);
        return input;
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();

    private static IEnumerable<uint> Bits(float[] values) => values.Select(BitConverter.SingleToUInt32Bits);
}
