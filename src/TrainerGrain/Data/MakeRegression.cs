using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Data;

/// <summary>
/// The random linear problem of scikit-learn 1.2's <c>make_regression</c> (without <c>effective_rank</c>), bit for bit.
/// <para>
/// Its one platform-dependent part is <c>np.dot(X, coefficients)</c>, whose order of additions belongs to NumPy's BLAS. Here it is
/// that of the reference BLAS: one product after the other in the order of the features, each rounded. With one informative
/// feature every BLAS gives these bits. With more, OpenBLAS and MKL fuse or regroup additions and may differ in the last bits of
/// <c>y</c>, by at most a few 1e-16 of the sum of the terms' magnitudes; <c>X</c> and the noise never differ.
/// </para>
/// </summary>
public static class MakeRegression
{
    private const double LargestCoefficient = 100.0;

    /// <summary>Generates the data of a valid spec.</summary>
    public static DataSet Generate(RegressionData spec)
    {
        var random = new NumpyRandom(spec.RandomState);
        var x = Normals(random, spec.Samples * spec.Features);
        var coefficients = Coefficients(random, spec);
        var y = Respond(x, coefficients, spec);
        AddNoise(random, y, spec.Noise);

        var data = new DataSet(x, y, spec.Samples, spec.Features, spec.Targets);
        return spec.Shuffle ? Shuffled(random, data) : data;
    }

    private static double[] Normals(NumpyRandom random, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = random.NextNormal();
        }
        return values;
    }

    /// <summary>[informative, targets]; the coefficients of all other features are zero, and a zero adds nothing to a sum.</summary>
    private static double[] Coefficients(NumpyRandom random, RegressionData spec)
    {
        var values = new double[spec.Informative * spec.Targets];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = LargestCoefficient * random.NextDouble();
        }
        return values;
    }

    private static double[] Respond(double[] x, double[] coefficients, RegressionData spec)
    {
        var y = new double[spec.Samples * spec.Targets];
        for (var row = 0; row < spec.Samples; row++)
        {
            var inputs = x.AsSpan(row * spec.Features, spec.Informative);
            var outputs = y.AsSpan(row * spec.Targets, spec.Targets);
            AddProducts(inputs, coefficients, outputs);
            foreach (ref var output in outputs)
            {
                output += spec.Bias;
            }
        }
        return y;
    }

    private static void AddProducts(ReadOnlySpan<double> inputs, ReadOnlySpan<double> coefficients, Span<double> outputs)
    {
        for (var feature = 0; feature < inputs.Length; feature++)
        {
            var row = coefficients.Slice(feature * outputs.Length, outputs.Length);
            for (var target = 0; target < outputs.Length; target++)
            {
                outputs[target] += inputs[feature] * row[target];
            }
        }
    }

    private static void AddNoise(NumpyRandom random, double[] y, double noise)
    {
        // Without noise the generator is not advanced either: the shuffle that follows depends on it.
        for (var i = 0; noise > 0.0 && i < y.Length; i++)
        {
            y[i] += noise * random.NextNormal();
        }
    }

    private static DataSet Shuffled(NumpyRandom random, DataSet data)
    {
        var rows = random.NextPermutation(data.Samples);
        var columns = random.NextPermutation(data.Features);
        return data with
        {
            X = Gather(data.X, rows, columns),
            Y = Gather(data.Y, rows, [.. Enumerable.Range(0, data.Targets)]),
        };
    }

    private static double[] Gather(double[] source, int[] rows, int[] columns)
    {
        var result = new double[source.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            var from = source.AsSpan(rows[row] * columns.Length, columns.Length);
            var to = result.AsSpan(row * columns.Length, columns.Length);
            for (var column = 0; column < columns.Length; column++)
            {
                to[column] = from[columns[column]];
            }
        }
        return result;
    }
}
