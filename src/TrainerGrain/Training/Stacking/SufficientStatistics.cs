using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Training.Stacking;

/// <summary>
/// All that the squared error of a linear model knows of its data. With a one behind each input, x of width p = features + 1:
/// the sum of squared errors of weights w [targets, p] is w·(w·Gram − 2·Moments) + Squares, summed over targets.
/// The sums are of the float32 values that a network would see, in double precision, where they are exact to far below what float32 tells.
/// </summary>
/// <param name="Gram">Σ xᵀx, [p, p].</param>
/// <param name="Moments">Σ yᵀx, [targets, p].</param>
/// <param name="Squares">Σ y², over samples and targets.</param>
internal sealed record SufficientStatistics(double[] Gram, double[] Moments, double Squares)
{
    public static SufficientStatistics Of(DataSet data)
    {
        var width = data.Features + 1;
        var (gram, moments, squares) = (new double[width * width], new double[data.Targets * width], 0.0);
        var x = new double[width];
        x[^1] = 1;
        for (var sample = 0; sample < data.Samples; sample++)
        {
            Round(data.X.AsSpan(sample * data.Features, data.Features), x);
            AddProducts(x, x, gram);
            for (var target = 0; target < data.Targets; target++)
            {
                double y = (float)data.Y[(sample * data.Targets) + target];
                AddScaled(y, x, moments.AsSpan(target * width, width));
                squares += y * y;
            }
        }

        return new SufficientStatistics(gram, moments, squares);
    }

    private static void Round(ReadOnlySpan<double> values, Span<double> rounded)
    {
        for (var i = 0; i < values.Length; i++)
        {
            rounded[i] = (float)values[i];
        }
    }

    private static void AddProducts(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> sums)
    {
        for (var i = 0; i < a.Length; i++)
        {
            AddScaled(a[i], b, sums.Slice(i * b.Length, b.Length));
        }
    }

    private static void AddScaled(double scale, ReadOnlySpan<double> values, Span<double> sums)
    {
        for (var i = 0; i < values.Length; i++)
        {
            sums[i] += scale * values[i];
        }
    }
}
