using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// The initial weights that PyTorch gives linear layers after seeding its generator: MT19937, 24 bits a number; weights as of
/// <c>kaiming_uniform_(a=√5)</c>, biases uniform within one over the root of the inputs. Drawn here, because the engine has one generator
/// for the whole process, which would make all runs wait for one another.
/// </summary>
internal static class InitialWeights
{
    private const int Bits = 24;

    /// <summary>Weight [outputs, inputs] and bias [outputs] of each layer, in turn.</summary>
    /// <param name="widths">Widths from the features to the targets.</param>
    /// <param name="seed">Its lower 32 bits count.</param>
    public static IEnumerable<float[]> Draw(int[] widths, long seed)
    {
        var random = new MersenneTwister(unchecked((uint)seed));
        for (var i = 1; i < widths.Length; i++)
        {
            var (inputs, outputs) = (widths[i - 1], widths[i]);
            yield return Uniform(random, inputs * outputs, KaimingBound(inputs));
            yield return Uniform(random, outputs, 1 / Math.Sqrt(inputs));
        }
    }

    /// <summary>Mathematically the same as for the bias; it is the way there that gives PyTorch's last digit.</summary>
    private static double KaimingBound(int inputs)
    {
        var gain = Math.Sqrt(2.0 / (1 + Math.Pow(Math.Sqrt(5), 2)));
        return Math.Sqrt(3.0) * (gain / Math.Sqrt(inputs));
    }

    private static float[] Uniform(MersenneTwister random, int count, double bound)
    {
        const uint mask = (1u << Bits) - 1;
        var (from, to) = ((float)-bound, (float)bound);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var unit = (random.NextUInt32() & mask) / (double)(1u << Bits);
            values[i] = (float)((unit * (to - from)) + from);
        }

        return values;
    }
}
