using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>Reads the rows of inline data, which may be millions of numbers: nothing is put into words unless it is faulty.</summary>
internal sealed class MatrixReader(SpecValue matrix, int maxColumns)
{
    private int? _width;

    /// <summary>Reads a list of rows of equal length, or, when <paramref name="flat"/> allows it, a list of numbers as rows of one.</summary>
    public static double[][] Read(SpecValue matrix, int maxRows, int maxColumns, bool flat)
    {
        var allowed = $"a list of 1 to {maxRows} rows, each a list of 1 to {maxColumns} numbers{(flat ? ", or of one number a row" : "")}";
        if (matrix.Json.ValueKind != JsonValueKind.Array)
        {
            return matrix.Refuse<double[][]>(allowed, []);
        }
        var count = matrix.Json.GetArrayLength();
        if (count == 0 || count > maxRows)
        {
            matrix.Faults.Add(matrix.Path, $"has {count} rows; must be {allowed}.");
            return [];
        }
        return new MatrixReader(matrix, maxColumns).ReadRows(count, flat && matrix.Json[0].ValueKind != JsonValueKind.Array);
    }

    private double[][] ReadRows(int count, bool flat)
    {
        var rows = new double[count][];
        var index = 0;
        foreach (var row in matrix.Json.EnumerateArray())
        {
            rows[index] = flat ? [ReadNumber(row, index, column: null)] : ReadRow(row, index);
            index++;
        }
        return rows;
    }

    private double[] ReadRow(JsonElement row, int index)
    {
        if (row.ValueKind != JsonValueKind.Array)
        {
            return Item(row, index, column: null).Refuse<double[]>("a list of numbers", []);
        }
        var width = row.GetArrayLength();
        if (!HasAllowedWidth(width, index))
        {
            return [];
        }
        var values = new double[width];
        var column = 0;
        foreach (var value in row.EnumerateArray())
        {
            values[column] = ReadNumber(value, index, column);
            column++;
        }
        return values;
    }

    private bool HasAllowedWidth(int width, int index)
    {
        if (width == 0 || width > maxColumns)
        {
            matrix.Faults.Add($"{matrix.Path}[{index}]", $"has {width} values; must have 1 to {maxColumns}.");
            return false;
        }
        if (width != (_width ??= width))
        {
            matrix.Faults.Add($"{matrix.Path}[{index}]", $"has {width} values; must have {_width} like the rows before it.");
            return false;
        }
        return true;
    }

    private double ReadNumber(JsonElement value, int row, int? column) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && SpecRange.Finite.Contains(number)
            ? number
            : Item(value, row, column).Refuse($"a number {SpecRange.Finite.Text}", 0.0);

    private SpecValue Item(JsonElement value, int row, int? column) =>
        new(value, column is null ? $"{matrix.Path}[{row}]" : $"{matrix.Path}[{row}][{column}]", matrix.Faults);
}
