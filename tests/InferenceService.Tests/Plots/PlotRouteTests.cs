using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Plots;

public sealed class PlotRouteTests
{
    [Fact]
    public async Task Plot_OneFeatureOneTarget_IsTheTutorialsPicture()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(40, 5).Draft("tutorial"));

        var svg = await GetSvgAsync(app, "/models/tutorial/plot.svg");

        var dots = Elements(svg, "circle");
        Assert.Equal(100, dots.Length);
        Assert.All(dots, dot => Assert.Equal("#d62728", dot.Attribute("fill")!.Value));
        Assert.Equal("#1f5fbf", Assert.Single(Elements(svg, "polyline")).Attribute("stroke")!.Value);
        Assert.Equal("tutorial · version 1 · final loss 563.9186", Assert.Single(Elements(svg, "title")).Value);
        Assert.Equal(["-2.0", "-1.5", "-1.0", "-0.5", "0.0", "0.5", "1.0", "1.5", "2.0"], Labels(svg, "x-tick"));
        Assert.Equal(["-80", "-60", "-40", "-20", "0", "20", "40", "60", "80"], Labels(svg, "y-tick"));
    }

    [Fact]
    public async Task Plot_Line_IsTheModelsOwnPrediction()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(40, 5).Draft("m"));

        var svg = await GetSvgAsync(app, "/models/m/plot.svg");

        var points = Assert.Single(Elements(svg, "polyline")).Attribute("points")!.Value.Split(' ').Select(Point).ToArray();
        var ((x1, y1), (x2, y2)) = (points[0], points[^1]);
        Assert.All(points, point => Assert.Equal(y1 + ((y2 - y1) * (point.X - x1) / (x2 - x1)), point.Y, 0.02));
        // From -2 to 1.96 at 40 a unit the fit rises 158.4; the marks 80 and -80 are 160 apart.
        var marks = Elements(svg, "text").Where(e => e.Attribute("class")?.Value == "y-tick").ToDictionary(e => e.Value, e => Number(e.Attribute("y")!.Value));
        Assert.Equal((marks["-80"] - marks["80"]) * 158.4 / 160, y1 - y2, 0.05);
    }

    [Fact]
    public async Task Plot_OneFeatureTwoTargets_HasAColourAndALineEach()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Counting(1, 2).Draft("m"));

        var svg = await GetSvgAsync(app, "/models/m/plot.svg");

        Assert.Equal([100, 100], Elements(svg, "circle").GroupBy(dot => dot.Attribute("fill")!.Value).Select(group => group.Count()));
        Assert.Equal(2, Elements(svg, "polyline").Length);
        Assert.Contains("target 2", Elements(svg, "text").Select(text => text.Value));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(3, 300)]
    public async Task Plot_SeveralFeatures_IsPredictedAgainstActual(int targets, int dots)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Counting(4, targets).Draft("m"));

        var svg = await GetSvgAsync(app, "/models/m/plot.svg");

        Assert.Equal(dots, Elements(svg, "circle").Length);
        Assert.Single(Elements(svg, "polyline"));
        Assert.Superset(new HashSet<string> { "actual", "predicted" }, Elements(svg, "text").Select(text => text.Value).ToHashSet());
    }

    [Fact]
    public async Task Plot_Twice_IsTheSameBytesAndNotModified()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(40, 5).Draft("m"));
        using var first = await app.Client.GetAsync(new Uri("/models/m/plot.svg", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/models/m/versions/1/plot.svg");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await app.Client.SendAsync(request);

        Assert.Equal("image/svg+xml", first.Content.Headers.ContentType!.MediaType);
        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Loss_SpanOfTwoDecadesOrLess_IsLinear()
    {
        await using var app = await InferenceApp.CreateAsync();
        var svg = await DrawLossAsync(app, 100, 60, 30, 10, 5);

        Assert.Equal(["10", "20", "30", "40", "50", "60", "70", "80", "90", "100"], Labels(svg, "y-tick"));
        Assert.Equal(["1.0", "1.5", "2.0", "2.5", "3.0", "3.5", "4.0", "4.5", "5.0"], Labels(svg, "x-tick"));
        Assert.Equal(5, Assert.Single(Elements(svg, "polyline")).Attribute("points")!.Value.Split(' ').Length);
    }

    [Fact]
    public async Task Loss_SpanOfMoreThanTwoDecades_IsLogarithmic()
    {
        await using var app = await InferenceApp.CreateAsync();
        var svg = await DrawLossAsync(app, 4378, 100, 1, 0.02f);

        Assert.Equal(["0.1", "1", "10", "100", "1000"], Labels(svg, "y-tick"));
    }

    [Fact]
    public async Task Loss_ManyEpochs_IsThinnedWithoutLosingASpike()
    {
        await using var app = await InferenceApp.CreateAsync();
        float[] losses = [.. Enumerable.Range(0, 50_000).Select(i => i == 31_234 ? 99f : 1f)];

        var svg = await DrawLossAsync(app, losses);

        var ys = Assert.Single(Elements(svg, "polyline")).Attribute("points")!.Value.Split(' ').Select(point => Point(point).Y).ToArray();
        Assert.InRange(ys.Length, 800, 1_600);
        Assert.Single(ys, y => y < 100);
    }

    [Fact]
    public async Task Loss_OneEpoch_IsADot()
    {
        await using var app = await InferenceApp.CreateAsync();
        var svg = await DrawLossAsync(app, 5);

        Assert.Single(Elements(svg, "circle"));
    }

    [Fact]
    public async Task Loss_NothingSaved_IsAnEmptyChart()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var svg = await GetSvgAsync(app, "/models/m/loss.svg");

        Assert.Equal("", Assert.Single(Elements(svg, "polyline")).Attribute("points")!.Value);
    }

    private static async Task<XDocument> DrawLossAsync(InferenceApp app, params float[] losses)
    {
        await app.Trainer.WriteLossesAsync("e", losses);
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m", "e", change: manifest => manifest with { Epochs = losses.Length }));
        return await GetSvgAsync(app, "/models/m/versions/1/loss.svg");
    }

    private static async Task<XDocument> GetSvgAsync(InferenceApp app, string path) => XDocument.Parse(await app.GetTextAsync(path));

    private static XElement[] Elements(XDocument svg, string name) => [.. svg.Descendants().Where(element => element.Name.LocalName == name)];

    private static string[] Labels(XDocument svg, string kind) =>
        [.. Elements(svg, "text").Where(text => text.Attribute("class")?.Value == kind).Select(text => text.Value)];

    private static (double X, double Y) Point(string point) => (Number(point.Split(',')[0]), Number(point.Split(',')[1]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
