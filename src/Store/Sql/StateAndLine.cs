namespace Distributed.Store.Sql;

/// <summary>A write of a grain's state, and of its line in a list, which is to happen only if that of the state took effect.</summary>
/// <param name="State">The write of the state.</param>
/// <param name="Line">The write of the line, for when the other is known to have taken effect.</param>
/// <param name="LineOfState">The write of the line that sees for itself, for sending both in one message.</param>
internal readonly record struct StateAndLine(SqlStatement State, SqlStatement Line, SqlStatement LineOfState)
{
    /// <summary>Runs both, over a network all pairs in one go.</summary>
    /// <returns>How many states took effect.</returns>
    public static async Task<int> ExecuteAllAsync(SqlSession session, IReadOnlyCollection<StateAndLine> pairs)
    {
        if (session.SendsAllAtOnce)
        {
            return await session.ExecuteAllAsync(pairs.SelectMany(pair => new[] { pair.State, pair.LineOfState })) / 2;
        }

        var written = 0;
        foreach (var (state, line, _) in pairs)
        {
            if (await session.ExecuteAsync(state.Sql, state.Parameters) > 0)
            {
                written++;
                await session.ExecuteAsync(line.Sql, line.Parameters);
            }
        }

        return written;
    }
}
