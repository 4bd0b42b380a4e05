using System.Buffers.Binary;
using Distributed.Contracts.Models;

namespace Distributed.Store.Sql;

/// <summary>A sample as bytes: rows, features and targets as int32, then x and y row by row as float32, all little-endian.</summary>
internal static class SampleBlob
{
    private const int Header = 3 * sizeof(int);

    /// <exception cref="ArgumentException">The rows differ in number or width.</exception>
    public static byte[] Write(ModelSample sample)
    {
        var (features, targets) = (WidthOf(sample.X), WidthOf(sample.Y));
        if (sample.X.Length != sample.Y.Length)
        {
            throw new ArgumentException($"The sample has {sample.X.Length} rows of x but {sample.Y.Length} of y.", nameof(sample));
        }

        var header = new byte[Header];
        BinaryPrimitives.WriteInt32LittleEndian(header, sample.X.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), features);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), targets);
        return
        [
            .. header,
            .. FloatBlob.Write([.. sample.X.SelectMany(row => row)]),
            .. FloatBlob.Write([.. sample.Y.SelectMany(row => row)]),
        ];
    }

    public static ModelSample Read(ReadOnlySpan<byte> bytes)
    {
        var rows = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var features = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var targets = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var values = FloatBlob.Read(bytes[Header..]);
        return new ModelSample(Rows(values, rows, features), Rows(values.AsSpan(rows * features), rows, targets));
    }

    private static float[][] Rows(ReadOnlySpan<float> values, int rows, int width)
    {
        var result = new float[rows][];
        for (var i = 0; i < rows; i++)
        {
            result[i] = values.Slice(i * width, width).ToArray();
        }

        return result;
    }

    private static int WidthOf(float[][] rows)
    {
        var width = rows.Length == 0 ? 0 : rows[0].Length;
        return Array.TrueForAll(rows, row => row.Length == width)
            ? width
            : throw new ArgumentException("The rows of the sample differ in width.", nameof(rows));
    }
}
