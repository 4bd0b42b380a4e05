using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Directory;

/// <summary>What silos ask each other about activations.</summary>
internal interface IDirectoryService : IGrainWithStringKey
{
    /// <summary>Asks the owner of a part of the directory.</summary>
    [AlwaysInterleave]
    Task<DirectoryAnswer> Ask(DirectoryQuestion question);

    /// <summary>The activations of this silo that belong to the part of <paramref name="owner"/>.</summary>
    /// <param name="version">The version of the membership that made it the owner.</param>
    /// <param name="owners">All owners.</param>
    /// <param name="owner">Who asks.</param>
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    Task<GrainAddress[]> Hosted(long version, [Immutable] SiloAddress[] owners, SiloAddress owner);

    /// <summary>Stops activations of this silo that others were faster than.</summary>
    [AlwaysInterleave]
    [OneWay]
    Task StopDuplicates([Immutable] GrainAddress[] duplicates);
}

/// <summary>What is asked.</summary>
internal enum DirectoryVerb : byte
{
    /// <summary>Where is the grain?</summary>
    Lookup,

    /// <summary>The grain is here, unless it already is elsewhere.</summary>
    Register,

    /// <summary>The grain is not here any more.</summary>
    Unregister,
}

/// <summary>A question about a grain.</summary>
/// <param name="Verb">What is asked.</param>
/// <param name="Version">The version of the membership that the asking silo has seen.</param>
/// <param name="Address">The grain and, but for a look-up, the activation.</param>
[GenerateSerializer]
[Immutable]
internal sealed record DirectoryQuestion(DirectoryVerb Verb, long Version, GrainAddress Address);

/// <summary>The answer to a question.</summary>
/// <param name="IsOwner">Whether the asked silo keeps the grain's part; if not, it says nothing of the grain.</param>
/// <param name="Version">The version of the membership that the asked silo has seen.</param>
/// <param name="Address">Where the grain is now, if it is active.</param>
[GenerateSerializer]
[Immutable]
internal sealed record DirectoryAnswer(bool IsOwner, long Version, GrainAddress? Address);

/// <inheritdoc/>
[GrainType(Name)]
[KeepAlive]
internal sealed class DirectoryService(DirectoryPartition partition, GrainDirectory directory) : Grain, IDirectoryService
{
    public const string Name = "sys.svc.directory";

    public static readonly GrainType Type = GrainType.Create(Name);

    public Task<DirectoryAnswer> Ask(DirectoryQuestion question) => partition.AnswerAsync(question).AsTask();

    public Task<GrainAddress[]> Hosted(long version, SiloAddress[] owners, SiloAddress owner) => directory.HostedAsync(version, owners, owner);

    public Task StopDuplicates(GrainAddress[] duplicates)
    {
        directory.StopDuplicates(duplicates);
        return Task.CompletedTask;
    }
}
