using System.Data.Common;

namespace Distributed.Store.Sql;

/// <summary>Points in time are stored as UTC ticks, so that what was written is read back to the tick.</summary>
internal static class UtcTicks
{
    public static DateTimeOffset Read(DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
