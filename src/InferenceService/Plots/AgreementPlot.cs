using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Plots;

/// <summary>Predicted against actual, with the line on which a perfect model's dots would lie.</summary>
internal static class AgreementPlot
{
    public static string Draw(string title, ModelSample sample, ServedModel model)
    {
        var predicted = ModelPlot.Predict(model, sample.X);
        var actual = sample.Y.SelectMany(row => row).ToArray();
        var values = actual.Concat(predicted).Select(value => (double)value).ToArray();
        var x = Axis.Linear("actual", values);
        using var chart = new Chart(title, x, Axis.Linear("predicted", values));

        chart.Line([(x.Least, x.Least), (x.Most, x.Most)], model.Targets == 1 ? Palette.Fit : Palette.Guide, dashed: true);
        for (var i = 0; i < actual.Length; i++)
        {
            chart.Dot(actual[i], predicted[i], Palette.Of(i % model.Targets));
        }

        chart.Legend(model.Targets == 1 ? [(Palette.Data, "data"), (Palette.Fit, "predicted = actual")] : Palette.TargetLegend(model.Targets));
        return chart.Finish();
    }
}
