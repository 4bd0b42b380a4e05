namespace Distributed.Chaos.Tests.Faults;

/// <summary>A named point in the product's code, where a trap can be set: the beginning or the end of one of its spans.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Role">Which processes pass it.</param>
/// <param name="Span">The span.</param>
/// <param name="AtStop">Its end rather than its beginning.</param>
/// <param name="Rarity">How many passes a trap may let by: commits come by the hundred, publications one by one.</param>
/// <param name="HoldsStore">Whether it lies inside a transaction, which keeps all other writers out.</param>
internal sealed record FaultPoint(string Name, Role Role, string Span, bool AtStop, int Rarity, bool HoldsStore = false)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FaultPoint> All { get; } =
    [
        new("between checkpoint and commit", Role.Trainer, "save checkpoint", AtStop: true, Rarity: 20, HoldsStore: true),
        new("before a commit", Role.Trainer, "commit", AtStop: false, Rarity: 40, HoldsStore: true),
        new("between commit and acknowledgement", Role.Trainer, "commit", AtStop: true, Rarity: 40),
        new("before publishing", Role.Trainer, "publish model", AtStop: false, Rarity: 2),
        new("while publishing", Role.Trainer, "publish version", AtStop: true, Rarity: 2, HoldsStore: true),
        new("between publishing and telling", Role.Trainer, "publish model", AtStop: true, Rarity: 2),
        new("before loading a version", Role.Inference, "load model", AtStop: false, Rarity: 2),
        new("after loading a version", Role.Inference, "load model", AtStop: true, Rarity: 2),
    ];
}

/// <summary>What a process is there for.</summary>
internal enum Role
{
    Trainer,
    Inference,
    Store,
}
