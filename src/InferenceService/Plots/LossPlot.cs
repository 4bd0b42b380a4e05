using Distributed.Store;

namespace Distributed.InferenceService.Plots;

/// <summary>The loss of every epoch; logarithmic when it spans more than two powers of ten.</summary>
public static class LossPlot
{
    private const double WideSpan = 100;

    // Two per pixel column: more cannot be seen.
    private const int MostColumns = 800;

    /// <summary>Draws.</summary>
    /// <param name="version">What the title tells of.</param>
    /// <param name="losses">Loss of every epoch, the first one's first.</param>
    public static string Draw(ModelVersion version, IReadOnlyList<float> losses)
    {
        var points = Thin([.. losses.Select((loss, i) => ((double)(i + 1), (double)loss)).Where(point => double.IsFinite(point.Item2))]);
        using var chart = new Chart(
            Titles.Of(version), Axis.Linear("epoch", points.Select(point => point.X)), LossAxis([.. points.Select(point => point.Y)]));
        chart.Line(points, Palette.Fit);
        if (points is [var only])
        {
            chart.Dot(only.X, only.Y, Palette.Fit);
        }

        return chart.Finish();
    }

    private static Axis LossAxis(double[] losses)
    {
        var positive = losses.Where(loss => loss > 0).ToArray();
        return positive.Length > 0 && losses.Min() >= 0 && positive.Max() / positive.Min() > WideSpan
            ? Axis.Log("loss", positive)
            : Axis.Linear("loss", losses);
    }

    /// <summary>Keeps the least and the greatest of every column, in their order, so that no spike is lost.</summary>
    private static (double X, double Y)[] Thin((double X, double Y)[] points) => points.Length <= 2 * MostColumns
        ? points
        : [.. points
            .Chunk((points.Length + MostColumns - 1) / MostColumns)
            .SelectMany(column => new[] { column.MinBy(point => point.Y), column.MaxBy(point => point.Y) }.OrderBy(point => point.X))];
}
