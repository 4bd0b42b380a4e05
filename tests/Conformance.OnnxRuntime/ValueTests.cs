using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Distributed.Conformance.OnnxRuntime;

public class ValueTests
{
    [Fact]
    public void CreateTensorValueFromMemory_Array_IsNotCopied()
    {
        float[] data = [1, 2, 3, 4];
        using var value = OrtValue.CreateTensorValueFromMemory(data, [2, 2]);

        data[3] = 40;
        Assert.Equal(40, value.GetTensorDataAsSpan<float>()[3]);

        value.GetTensorMutableDataAsSpan<float>()[0] = 10;
        Assert.Equal(10, data[0]);
    }

    [Fact]
    public void CreateTensorValueFromMemory_Array_StaysInPlaceWhileMemoryIsCompacted()
    {
        var data = new float[] { 1, 2 };
        using var value = OrtValue.CreateTensorValueFromMemory(data, [2]);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        data[1] = 20;
        Assert.Equal([1, 20], value.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void CreateTensorValueFromMemory_SliceOfMemory_StartsAtTheSlice()
    {
        float[] data = [0, 1, 2, 3];
        using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data.AsMemory(1, 2), [2, 1]);

        Assert.Equal([1, 2], value.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void CreateTensorValueFromMemory_ShapeSmallerThanMemory_TakesTheFirstPart()
    {
        using var value = OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3, 4], [1, 3]);

        Assert.Equal([1, 2, 3], value.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void CreateTensorValueFromMemory_ShapeLargerThanMemory_Throws()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory<float>([1, 2, 3], [2, 2]));
        Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateTensorValueFromMemory_NegativeDimension_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => OrtValue.CreateTensorValueFromMemory<float>([1, 2], [-1, 2]));

    [Fact]
    public void CreateTensorValueFromMemory_UnsupportedType_Throws()
    {
        var error = Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory<decimal>([1], [1]));
        Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CreateTensorValueFromMemory_EachType_KnowsItself()
    {
        AssertElementType<float>(TensorElementType.Float);
        AssertElementType<double>(TensorElementType.Double);
        AssertElementType<byte>(TensorElementType.UInt8);
        AssertElementType<sbyte>(TensorElementType.Int8);
        AssertElementType<short>(TensorElementType.Int16);
        AssertElementType<ushort>(TensorElementType.UInt16);
        AssertElementType<int>(TensorElementType.Int32);
        AssertElementType<uint>(TensorElementType.UInt32);
        AssertElementType<long>(TensorElementType.Int64);
        AssertElementType<ulong>(TensorElementType.UInt64);
        AssertElementType<bool>(TensorElementType.Bool);
    }

    [Fact]
    public void CreateTensorValueWithData_NativeMemory_IsNotCopied()
    {
        var memory = Marshal.AllocHGlobal(2 * sizeof(float));
        try
        {
            using var value = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [2, 1], memory, 2 * sizeof(float));
            Marshal.Copy([1.5f, 2.5f], 0, memory, 2);

            Assert.Equal([1.5f, 2.5f], value.GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    [Fact]
    public void CreateTensorValueWithData_TooFewBytes_Throws()
    {
        var memory = Marshal.AllocHGlobal(8);
        try
        {
            var error = Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [3], memory, 8));
            Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    [Fact]
    public void CreateAllocatedTensorValue_OfAShape_HasWritableMemory()
    {
        using var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [2, 3]);
        var elements = value.GetTensorMutableDataAsSpan<float>();

        Assert.Equal(6, elements.Length);
        elements.Fill(1.25f);
        Assert.Equal(Enumerable.Repeat(1.25f, 6), value.GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal([2L, 3L], value.GetTensorTypeAndShape().Shape);
    }

    [Fact]
    public void GetTensorDataAsSpan_OtherType_Throws()
    {
        using var value = OrtValue.CreateTensorValueFromMemory<float>([1], [1]);

        var error = Assert.Throws<OnnxRuntimeException>(() => value.GetTensorDataAsSpan<int>().Length);
        Assert.StartsWith("[ErrorCode:InvalidArgument] ", error.Message, StringComparison.Ordinal);
        Assert.Throws<OnnxRuntimeException>(() => value.GetTensorMutableDataAsSpan<double>().Length);
    }

    [Fact]
    public void GetTensorMutableRawData_OfFloats_IsTheirBytes()
    {
        float[] data = [1, -2];
        using var value = OrtValue.CreateTensorValueFromMemory(data, [2]);

        Assert.Equal(MemoryMarshal.AsBytes(data.AsSpan()).ToArray(), value.GetTensorMutableRawData().ToArray());
        BitConverter.TryWriteBytes(value.GetTensorMutableRawData(), 9f);
        Assert.Equal(9, data[0]);
    }

    [Fact]
    public void Dispose_Twice_DoesNothingMore()
    {
        var value = OrtValue.CreateTensorValueFromMemory<float>([1], [1]);
        value.Dispose();
        value.Dispose();
    }

    private static void AssertElementType<T>(TensorElementType expected)
        where T : unmanaged
    {
        using var value = OrtValue.CreateTensorValueFromMemory(new T[2], [2]);
        Assert.Equal(expected, value.GetTensorTypeAndShape().ElementDataType);
        Assert.Equal(2, value.GetTensorDataAsSpan<T>().Length);
    }
}
