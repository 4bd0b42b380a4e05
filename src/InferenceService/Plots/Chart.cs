using System.Globalization;
using System.Text;
using System.Xml;

namespace Distributed.InferenceService.Plots;

/// <summary>Writes one chart as SVG: title, axes, grid, then whatever is drawn on it. The same calls give the same bytes.</summary>
public sealed class Chart : IDisposable
{
    private const double Width = 800;
    private const double Height = 520;
    private const double Left = 86;
    private const double Right = 28;
    private const double Top = 56;
    private const double Bottom = 66;
    private const string Ink = "#24292f";
    private const string Grid = "#e3e6ea";

    private readonly StringBuilder _text = new();
    private readonly XmlWriter _svg;
    private readonly Axis _x;
    private readonly Axis _y;

    /// <summary>Begins a chart.</summary>
    public Chart(string title, Axis x, Axis y)
    {
        _svg = XmlWriter.Create(_text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" });
        _x = x;
        _y = y;
        Begin(title);
        DrawMarks();
        DrawLabels(title);
        BeginPlotArea();
    }

    /// <summary>Draws a dot; a point that is not finite is left out.</summary>
    public void Dot(double x, double y, string colour)
    {
        if (double.IsFinite(x) && double.IsFinite(y))
        {
            Element("circle", ("cx", Number(AtX(x))), ("cy", Number(AtY(y))), ("r", "3.5"), ("fill", colour), ("fill-opacity", "0.8"));
        }
    }

    /// <summary>Draws one line through the points in order; those that are not finite are passed over.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, string colour, bool dashed = false)
    {
        var path = points
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
            .Select(point => $"{Number(AtX(point.X))},{Number(AtY(point.Y))}");
        _svg.WriteStartElement("polyline");
        Attributes(("points", string.Join(' ', path)), ("fill", "none"), ("stroke", colour), ("stroke-width", dashed ? "1.5" : "2.5"));
        Attributes(("stroke-linejoin", "round"), ("stroke-linecap", "round"));
        if (dashed)
        {
            Attributes(("stroke-dasharray", "6 5"));
        }

        _svg.WriteEndElement();
    }

    /// <summary>Explains colours, in the upper left corner.</summary>
    public void Legend(IReadOnlyList<(string Colour, string Label)> entries)
    {
        // As wide as the longest label in any usual font; dots behind it stay visible.
        var width = 42 + (entries.Max(entry => entry.Label.Length) * 7.5);
        Element(
            "rect", ("x", Number(Left + 8)), ("y", Number(Top + 4)), ("width", Number(width)), ("height", Number(6 + (entries.Count * 20))),
            ("rx", "4"), ("fill", "#ffffff"), ("fill-opacity", "0.75"));
        for (var i = 0; i < entries.Count; i++)
        {
            var y = Top + 20 + (i * 20);
            Element("rect", ("x", Number(Left + 14)), ("y", Number(y - 10)), ("width", "12"), ("height", "12"), ("rx", "2"), ("fill", entries[i].Colour));
            Text(Left + 34, y, entries[i].Label, ("font-size", "13"));
        }
    }

    /// <summary>Ends the chart and gives its text.</summary>
    public string Finish()
    {
        _svg.WriteEndDocument();
        _svg.Flush();
        return _text.Append('\n').ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _svg.Dispose();

    private void Begin(string title)
    {
        _svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        Attributes(("width", Number(Width)), ("height", Number(Height)), ("viewBox", $"0 0 {Number(Width)} {Number(Height)}"));
        Attributes(("role", "img"), ("font-family", "sans-serif"), ("fill", Ink));
        _svg.WriteElementString("title", null, title);
        Element("rect", ("width", "100%"), ("height", "100%"), ("fill", "#ffffff"));
    }

    private void DrawMarks()
    {
        foreach (var mark in _x.Marks)
        {
            GridLine(AtX(mark.Value), Top, AtX(mark.Value), Height - Bottom);
            Text(AtX(mark.Value), Height - Bottom + 20, mark.Label, ("class", "x-tick"), ("font-size", "13"), ("text-anchor", "middle"));
        }

        foreach (var mark in _y.Marks)
        {
            GridLine(Left, AtY(mark.Value), Width - Right, AtY(mark.Value));
            Text(Left - 10, AtY(mark.Value) + 4.5, mark.Label, ("class", "y-tick"), ("font-size", "13"), ("text-anchor", "end"));
        }

        Element(
            "rect", ("x", Number(Left)), ("y", Number(Top)), ("width", Number(Width - Left - Right)), ("height", Number(Height - Top - Bottom)),
            ("fill", "none"), ("stroke", "#8c959f"));
    }

    private void DrawLabels(string title)
    {
        Text(Width / 2, 32, title, ("font-size", "18"), ("font-weight", "600"), ("text-anchor", "middle"));
        Text((Left + Width - Right) / 2, Height - 18, _x.Label, ("font-size", "15"), ("text-anchor", "middle"));
        var middle = (Top + Height - Bottom) / 2;
        Text(22, middle, _y.Label, ("font-size", "15"), ("text-anchor", "middle"), ("transform", $"rotate(-90 22 {Number(middle)})"));
    }

    private void BeginPlotArea()
    {
        _svg.WriteStartElement("clipPath");
        Attributes(("id", "area"));
        Element(
            "rect", ("x", Number(Left)), ("y", Number(Top)), ("width", Number(Width - Left - Right)), ("height", Number(Height - Top - Bottom)));
        _svg.WriteEndElement();
        _svg.WriteStartElement("g");
        Attributes(("clip-path", "url(#area)"));
    }

    private void GridLine(double x1, double y1, double x2, double y2) => Element(
        "line", ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", Grid));

    private void Text(double x, double y, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _svg.WriteStartElement("text");
        Attributes(("x", Number(x)), ("y", Number(y)));
        Attributes(attributes);
        _svg.WriteString(text);
        _svg.WriteEndElement();
    }

    private void Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _svg.WriteStartElement(name);
        Attributes(attributes);
        _svg.WriteEndElement();
    }

    private void Attributes(params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            _svg.WriteAttributeString(name, value);
        }
    }

    private double AtX(double value) => Left + (_x.Locate(value) * (Width - Left - Right));

    private double AtY(double value) => Height - Bottom - (_y.Locate(value) * (Height - Top - Bottom));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
