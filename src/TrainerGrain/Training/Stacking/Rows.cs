using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>Tensors with one row a member.</summary>
internal static class Rows
{
    /// <summary>A float32 tensor [members, …], each row filled from its member; it belongs to the caller and to no dispose scope.</summary>
    public static Tensor Floats(IReadOnlyList<StackMember> members, long[] shape, Action<StackMember, Span<float>> fill) =>
        Make(members, shape, ScalarType.Float32, fill);

    /// <summary>The same in float64.</summary>
    public static Tensor Doubles(IReadOnlyList<StackMember> members, long[] shape, Action<StackMember, Span<double>> fill) =>
        Make(members, shape, ScalarType.Float64, fill);

    /// <summary>
    /// One float32 number a member, [members, 1, …], kept as float64: what it is multiplied with and added to is then rounded once, when it
    /// becomes float32 again. So do the fused operations that engines use where they can, but here it holds for every place in a tensor.
    /// </summary>
    public static Tensor Numbers(IReadOnlyList<StackMember> members, long[] shape, Func<StackMember, double> number) =>
        Doubles(members, shape, (member, row) => row[0] = (float)number(member));

    /// <summary>The rows of a float32 tensor, each an array of its own.</summary>
    public static float[][] ToArrays(Tensor tensor, int count)
    {
        var values = MemoryMarshal.Cast<byte, float>(tensor.bytes);
        var rows = new float[count][];
        for (var i = 0; i < count; i++)
        {
            rows[i] = values.Slice(i * (values.Length / count), values.Length / count).ToArray();
        }

        return rows;
    }

    private static Tensor Make<T>(IReadOnlyList<StackMember> members, long[] shape, ScalarType type, Action<StackMember, Span<T>> fill)
        where T : unmanaged
    {
        var tensor = empty([members.Count, .. shape], dtype: type).DetachFromDisposeScope();
        var values = MemoryMarshal.Cast<byte, T>(tensor.bytes);
        var width = values.Length / members.Count;
        for (var i = 0; i < members.Count; i++)
        {
            fill(members[i], values.Slice(i * width, width));
        }

        return tensor;
    }
}
