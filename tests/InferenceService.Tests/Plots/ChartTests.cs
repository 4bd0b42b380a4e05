using System.Xml.Linq;
using Distributed.InferenceService.Plots;

namespace Distributed.InferenceService.Tests.Plots;

public sealed class ChartTests
{
    [Fact]
    public void Finish_NamesWithMarkup_AreEscaped()
    {
        using var chart = new Chart("<a> & \"b\"", Axis.Linear("x < 1", [0, 1]), Axis.Linear("y & z", [0, 1]));
        chart.Legend([("none", "</text>")]);

        var texts = XDocument.Parse(chart.Finish()).Descendants().Where(e => e.Name.LocalName is "text" or "title").Select(e => e.Value);

        Assert.Superset(new HashSet<string> { "<a> & \"b\"", "x < 1", "y & z", "</text>" }, texts.ToHashSet());
    }

    [Fact]
    public void Draw_PointsThatAreNotFinite_AreLeftOut()
    {
        using var chart = new Chart("t", Axis.Linear("x", [0, 1]), Axis.Linear("y", [0, 1]));
        chart.Dot(double.NaN, 0, "#000");
        chart.Dot(0, double.PositiveInfinity, "#000");
        chart.Dot(0.5, 0.5, "#000");
        chart.Line([(0, 0), (0.5, double.NaN), (1, 1)], "#000");

        var svg = XDocument.Parse(chart.Finish());

        Assert.Single(svg.Descendants(), e => e.Name.LocalName == "circle");
        var line = Assert.Single(svg.Descendants(), e => e.Name.LocalName == "polyline");
        Assert.Equal(2, line.Attribute("points")!.Value.Split(' ').Length);
    }
}
