using System.Buffers;
using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

public unsafe partial class OrtValue
{
    /// <summary>Makes a tensor over an array, which stays pinned until the value is disposed of. Nothing is copied.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="data">The elements, row by row.</param>
    /// <param name="shape">Dimensions; their product may be less than the array's length.</param>
    public static OrtValue CreateTensorValueFromMemory<T>(T[] data, long[] shape)
        where T : unmanaged => CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data), shape);

    /// <summary>Makes a tensor over memory, which stays pinned until the value is disposed of. Nothing is copied.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="memoryInfo">Where the memory lies.</param>
    /// <param name="memory">The elements, row by row.</param>
    /// <param name="shape">Dimensions; their product may be less than the memory's length.</param>
    /// <exception cref="OnnxRuntimeException">The type is not supported, or the memory is too small.</exception>
    public static OrtValue CreateTensorValueFromMemory<T>(OrtMemoryInfo memoryInfo, Memory<T> memory, long[] shape)
        where T : unmanaged
    {
        if (!ElementTypes.TryGet(typeof(T), out TensorElementType elementType))
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Tensor of type: {typeof(T)} is not supported");
        }

        var elements = ElementCount(shape);
        if (elements > memory.Length)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument, $"Managed memory size: {memory.Length} elements is less than shape size: {elements} elements");
        }

        var pin = memory.Pin();
        try
        {
            return new OrtValue(CreateOver(memoryInfo, elementType, shape, pin.Pointer, (long)memory.Length * sizeof(T)), pin);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <summary>Makes a tensor over memory of the caller, who keeps it in place until the value is disposed of. Nothing is copied.</summary>
    /// <param name="memInfo">Where the memory lies.</param>
    /// <param name="elementType">Element type; not text.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="dataBufferPtr">The elements, row by row.</param>
    /// <param name="bufferLengthInBytes">Size of the memory in bytes, at least what the shape needs.</param>
    /// <exception cref="OnnxRuntimeException">The type is not supported, or the memory is too small.</exception>
    public static OrtValue CreateTensorValueWithData(
        OrtMemoryInfo memInfo, TensorElementType elementType, long[] shape, IntPtr dataBufferPtr, long bufferLengthInBytes)
    {
        if (!ElementTypes.TryGet(elementType, out _, out var size))
        {
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Tensor element type: {elementType} is not supported");
        }

        if (elementType == TensorElementType.String)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument, "Cannot map managed strings buffer to native OrtValue. Use string specific interfaces");
        }

        var elements = ElementCount(shape);
        if (elements * size > bufferLengthInBytes)
        {
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument,
                $"Shape: {shape} has: {elements} elements requires a buffer of at least {elements * size} bytes. Provided: {bufferLengthInBytes} bytes");
        }

        return new OrtValue(CreateOver(memInfo, elementType, shape, (void*)dataBufferPtr, bufferLengthInBytes), default(MemoryHandle));
    }

    /// <summary>Makes a tensor with memory of its own.</summary>
    /// <param name="allocator">Gives the memory.</param>
    /// <param name="elementType">Element type.</param>
    /// <param name="shape">Dimensions.</param>
    public static OrtValue CreateAllocatedTensorValue(OrtAllocator allocator, TensorElementType elementType, long[] shape)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            NativeStatus.ThrowIfFailed(
                ValueApi.CreateTensor(allocator.Pointer, dimensions, (nuint)shape.Length, elementType, &value));
        }

        return new OrtValue(value, default(MemoryHandle));
    }

    private static nint CreateOver(OrtMemoryInfo info, TensorElementType elementType, long[] shape, void* data, long bytes)
    {
        nint value;
        fixed (long* dimensions = shape)
        {
            NativeStatus.ThrowIfFailed(ValueApi.CreateTensorWithData(
                info.Pointer, data, (nuint)bytes, dimensions, (nuint)shape.Length, elementType, &value));
        }

        return value;
    }

    private static long ElementCount(long[] shape)
    {
        long count = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(shape), $"Shape must not have negative elements: {dimension}");
            }

            count = checked(count * dimension);
        }

        return count;
    }
}
