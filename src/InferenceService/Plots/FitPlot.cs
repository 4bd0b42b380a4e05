using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Plots;

/// <summary>The tutorial's picture: the data as red dots, the fit as a blue line. With several targets each has its own colour.</summary>
internal static class FitPlot
{
    // Enough that the bend of a hidden unit looks like one.
    private const int LinePoints = 201;

    public static string Draw(string title, ModelSample sample, ServedModel model)
    {
        var xs = Spread([.. sample.X.Select(row => row[0]).Where(float.IsFinite)]);
        var fit = ModelPlot.Predict(model, [.. xs.Select(x => new[] { x })]);
        using var chart = new Chart(
            title,
            Axis.Linear("x", sample.X.Select(row => (double)row[0])),
            Axis.Linear("y", sample.Y.SelectMany(row => row).Concat(fit).Select(y => (double)y)));

        for (var target = 0; target < model.Targets; target++)
        {
            DrawTarget(chart, sample, xs, fit, target, model.Targets);
        }

        chart.Legend(model.Targets == 1 ? [(Palette.Data, "data"), (Palette.Fit, "fit")] : Palette.TargetLegend(model.Targets));
        return chart.Finish();
    }

    private static void DrawTarget(Chart chart, ModelSample sample, float[] xs, float[] fit, int target, int targets)
    {
        for (var row = 0; row < sample.X.Length; row++)
        {
            chart.Dot(sample.X[row][0], sample.Y[row][target], targets == 1 ? Palette.Data : Palette.Of(target));
        }

        chart.Line(
            xs.Select((x, i) => ((double)x, (double)fit[(i * targets) + target])),
            targets == 1 ? Palette.Fit : Palette.Of(target));
    }

    private static float[] Spread(float[] values)
    {
        if (values.Length == 0)
        {
            return [];
        }

        double least = values.Min();
        double most = values.Max();
        return [.. Enumerable.Range(0, LinePoints).Select(i => (float)(least + ((most - least) * i / (LinePoints - 1))))];
    }
}
