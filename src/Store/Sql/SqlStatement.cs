using System.Data;

namespace Distributed.Store.Sql;

/// <summary>A statement and its parameters, always in the same order for the same statement.</summary>
internal readonly record struct SqlStatement(string Sql, params (string Name, object? Value)[] Parameters);

/// <summary>The absence of a number. The absence of a text is null.</summary>
internal sealed record SqlNull(DbType Type)
{
    public static readonly SqlNull Int32 = new(DbType.Int32);
    public static readonly SqlNull Int64 = new(DbType.Int64);
    public static readonly SqlNull Double = new(DbType.Double);

    /// <summary>The number, or its absence.</summary>
    public static object Or(int? value) => value is { } number ? number : Int32;

    /// <inheritdoc cref="Or(int?)"/>
    public static object Or(long? value) => value is { } number ? number : Int64;

    /// <inheritdoc cref="Or(int?)"/>
    public static object Or(double? value) => value is { } number ? number : Double;
}
