using System.Globalization;

namespace Distributed.Bench;

/// <summary>Rows of text in columns as wide as their widest cell.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    /// <summary>A number with about three digits that say something.</summary>
    public static string Number(double value) =>
        value.ToString(value < 10 ? "F2" : value < 1_000 ? "F1" : "N0", CultureInfo.InvariantCulture);

    /// <summary>Adds a row, as many cells as the header has.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table; the first column to the left, the others to the right.</summary>
    public void WriteTo(TextWriter output)
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }
}
