using Distributed.Contracts.Models;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Export;

/// <summary>Chooses the rows that travel with a model.</summary>
internal static class ModelRows
{
    private const int MaxProbeTrainingRows = 3;
    private const int MaxSampleRows = 1_000;

    /// <summary>
    /// The first rows of the training data, then two corners of the box around it: every feature at its minimum and every
    /// feature at its maximum, where predictions are largest and a wrong weight shows most.
    /// </summary>
    /// <exception cref="NotFiniteNumberException">A prediction is NaN or infinity.</exception>
    public static ModelProbe Probe(DataSet data, ITrainingSession session)
    {
        var rows = Math.Min(MaxProbeTrainingRows, data.Samples);
        double[] corners = [.. PerFeature(data, Math.Min), .. PerFeature(data, Math.Max)];
        var x = ToSingle([.. data.X.AsSpan(0, rows * data.Features), .. corners]);
        var y = session.Predict(x);
        RequireFinite(y);
        return new ModelProbe(Rows(x, data.Features), Rows(y, data.Targets));
    }

    /// <summary>All rows, or the most that a sample holds, spread evenly from the first to the last.</summary>
    public static ModelSample Sample(DataSet data)
    {
        var count = Math.Min(MaxSampleRows, data.Samples);
        var (x, y) = (new float[count][], new float[count][]);
        for (var i = 0; i < count; i++)
        {
            var row = Spread(i, count, data.Samples);
            x[i] = ToSingle(data.X.AsSpan(row * data.Features, data.Features));
            y[i] = ToSingle(data.Y.AsSpan(row * data.Targets, data.Targets));
        }
        return new ModelSample(x, y);
    }

    private static int Spread(int i, int count, int rows) => count == rows ? i : (int)((long)i * (rows - 1) / (count - 1));

    private static IEnumerable<double> PerFeature(DataSet data, Func<double, double, double> choose)
    {
        for (var feature = 0; feature < data.Features; feature++)
        {
            var chosen = data.X[feature];
            for (var i = feature; i < data.X.Length; i += data.Features)
            {
                chosen = choose(chosen, data.X[i]);
            }
            yield return chosen;
        }
    }

    private static void RequireFinite(float[] predictions)
    {
        if (Array.FindIndex(predictions, value => !float.IsFinite(value)) is var bad and >= 0)
        {
            throw new NotFiniteNumberException(
                $"The trained network predicts {predictions[bad]}: training diverged in its last step. A smaller learning rate may help.",
                predictions[bad]);
        }
    }

    private static float[] ToSingle(ReadOnlySpan<double> values)
    {
        var result = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = (float)values[i];
        }
        return result;
    }

    private static float[][] Rows(float[] values, int width) => [.. values.Chunk(width)];
}
