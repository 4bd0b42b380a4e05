using Distributed.Contracts.Experiments;

namespace Distributed.TrainerGrain.Data;

/// <summary>Turns what a spec says about data into data.</summary>
public static class DataSets
{
    /// <summary>The data of a valid spec. The same spec gives the same bits.</summary>
    /// <exception cref="ArgumentException">The kind of data is none of the contract's.</exception>
    public static DataSet Load(DataSpec spec) => spec switch
    {
        RegressionData regression => MakeRegression.Generate(regression),
        InlineData inline => Flatten(inline),
        _ => throw new ArgumentException($"No data of the kind {spec.GetType().Name} is known.", nameof(spec)),
    };

    private static DataSet Flatten(InlineData inline) =>
        new(Flatten(inline.X), Flatten(inline.Y), inline.X.Length, inline.X[0].Length, inline.Y[0].Length);

    private static double[] Flatten(double[][] rows)
    {
        var width = rows[0].Length;
        var values = new double[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(values, i * width);
        }
        return values;
    }
}
