namespace Distributed.Contracts.Models;

/// <summary>How requests for one model find a version: its policy and its aliases, one document that changes as a whole.</summary>
public sealed record ModelRoutes
{
    /// <summary>The alias that, when it exists, answers requests that name no version.</summary>
    public const string DefaultAlias = "default";

    /// <summary>Most aliases of one model.</summary>
    public const int MaxAliases = 100;

    /// <summary>No alias, every version.</summary>
    public static ModelRoutes None { get; } = new();

    /// <summary>Which versions are served.</summary>
    public VersionPolicy Policy { get; init; } = VersionPolicy.All;

    /// <summary>The aliases by name.</summary>
    public IReadOnlyDictionary<string, ModelAlias> Aliases { get; init; } = new Dictionary<string, ModelAlias>();

    /// <summary>The same with an alias set to something else.</summary>
    public ModelRoutes With(string alias, ModelAlias value) =>
        this with { Aliases = new Dictionary<string, ModelAlias>(Aliases) { [alias] = value } };

    /// <summary>The same without an alias.</summary>
    public ModelRoutes Without(string alias) =>
        this with { Aliases = Aliases.Where(entry => entry.Key != alias).ToDictionary() };
}

/// <summary>An alias: where it leads, what it promises to callers, and where it led before.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Features">Width of the input of every version that it may lead to, since it was made.</param>
/// <param name="Targets">Width of the output of every version that it may lead to, since it was made.</param>
/// <param name="History">Where it led before, oldest first; at most <see cref="MaxHistory"/>.</param>
public sealed record ModelAlias(AliasTarget Target, int Features, int Targets, IReadOnlyList<AliasTarget> History)
{
    /// <summary>How many moves can be taken back.</summary>
    public const int MaxHistory = 10;

    /// <summary>The alias after a move; itself when it leads there already.</summary>
    public ModelAlias MoveTo(AliasTarget target) =>
        target == Target ? this : this with { Target = target, History = [.. History.Append(Target).TakeLast(MaxHistory)] };

    /// <summary>The alias as it was before its last move; null when no move is known.</summary>
    public ModelAlias? TakeBack() =>
        History.Count == 0 ? null : this with { Target = History[^1], History = [.. History.SkipLast(1)] };
}
