using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Store.Tests.ModelBased;

/// <summary>What an operation gives for the ETag it needs.</summary>
public enum Guard
{
    None,
    Present,
    Stale,
}

/// <summary>One call to the store through the first or the second handle.</summary>
public abstract record Operation(bool Second)
{
    private static readonly Gen<bool> Handle = Gen.Elements(true, false);
    private static readonly Gen<string> Key = Gen.Elements("a", "b", "c");

    // Mostly what succeeds, or most sequences would end where they began.
    private static readonly Gen<Guard> Guarded = Gen.Frequency(
        (4, Gen.Constant(Guard.Present)), (1, Gen.Constant(Guard.None)), (1, Gen.Constant(Guard.Stale)));

    public static Arbitrary<Operation[]> Sequences { get; } = Arb.From(
        Gen.Frequency((4, Writes()), (1, Clears()), (4, Saves()), (2, Publishes()), (1, Inserts()), (2, Finishes())).ArrayOf(),
        operations => Enumerable.Range(0, operations.Length).Select(left => operations.Where((_, i) => i != left).ToArray()));

    private static Gen<Operation> Writes() =>
        from second in Handle
        from key in Key
        from guard in Gen.Frequency((2, Gen.Constant(Guard.None)), (3, Guarded))
        from value in Gen.Choose(0, 5)
        select (Operation)new Write(second, key, guard, value);

    private static Gen<Operation> Clears() =>
        from second in Handle
        from key in Key
        from guard in Guarded
        select (Operation)new Clear(second, key, guard);

    private static Gen<Operation> Saves() =>
        from second in Handle
        from key in Key
        from guard in Guarded
        from first in Gen.Choose(0, 6)
        from count in Gen.Choose(0, 4)
        from value in Gen.Choose(0, 1000)
        select (Operation)new Save(second, key, guard, first, count, value);

    private static Gen<Operation> Publishes() =>
        from second in Handle
        from key in Key
        from model in Gen.Elements("m", "n")
        from epochs in Gen.Choose(1, 2)
        select (Operation)new Publish(second, key, model, epochs);

    private static Gen<Operation> Inserts() =>
        from second in Handle
        from keys in Gen.Elements("a", "b", "c", "d").ArrayOf()
        from value in Gen.Choose(0, 5)
        select (Operation)new Insert(second, value, keys);

    private static Gen<Operation> Finishes() =>
        from second in Handle
        from key in Key
        from guard in Guarded
        from model in Gen.Elements("m", "n")
        from count in Gen.Choose(0, 3)
        from value in Gen.Choose(0, 1000)
        select (Operation)new Finish(second, key, guard, model, count, value);
}

/// <summary>Writes a grain's state and its line in the catalog; the value decides phase, model, sweep and loss.</summary>
public sealed record Write(bool Second, string Key, Guard Guard, int Value) : Operation(Second);

/// <summary>Deletes a grain's state.</summary>
public sealed record Clear(bool Second, string Key, Guard Guard) : Operation(Second);

/// <summary>Saves <paramref name="Count"/> losses, counting up from <paramref name="Value"/>.</summary>
public sealed record Save(bool Second, string Key, Guard Guard, int First, int Count, int Value) : Operation(Second);

/// <summary>Writes those of many states that are not there; the value is as in <see cref="Write"/>.</summary>
public sealed record Insert(bool Second, int Value, params string[] Keys) : Operation(Second)
{
    /// <summary>The same, one by one.</summary>
    public IEnumerable<Write> Writes => Keys.Select(key => new Write(Second, key, Guard.None, Value));
}

/// <summary>Saves as <see cref="Save"/> does, from the beginning, and publishes at that epoch.</summary>
public sealed record Finish(bool Second, string Key, Guard Guard, string Model, int Count, int Value) : Operation(Second)
{
    /// <summary>What it saves.</summary>
    public Save Save => new(Second, Key, Guard, 0, Count, Value);

    /// <summary>What it publishes.</summary>
    public Publish Publish => new(Second, Key, Model, Count);
}

/// <summary>Publishes a model.</summary>
public sealed record Publish(bool Second, string Key, string Model, int Epochs) : Operation(Second);
