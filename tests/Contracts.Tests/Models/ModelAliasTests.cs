using Distributed.Contracts.Models;

namespace Distributed.Contracts.Tests.Models;

public sealed class ModelAliasTests
{
    private static readonly ModelAlias Made = new(new(1), 2, 1, []);

    [Fact]
    public void MoveTo_SameTarget_IsTheSameAlias() => Assert.Same(Made, Made.MoveTo(new AliasTarget(1)));

    [Fact]
    public void TakeBack_AfterMoves_GivesEachEarlierTargetWithAllThatBelongedToIt()
    {
        var canary = new AliasTarget(2, new(3, 0.25), new(4, 0.5));
        var moved = Made.MoveTo(canary).MoveTo(new(3));

        var once = moved.TakeBack()!;
        Assert.Equal(canary, once.Target);
        Assert.Equal(new AliasTarget(1), once.TakeBack()!.Target);
        Assert.Null(once.TakeBack()!.TakeBack());
    }

    [Fact]
    public void MoveTo_MoreOftenThanIsKept_ForgetsTheOldest()
    {
        var alias = Made;
        for (var version = 2; version <= 20; version++)
        {
            alias = alias.MoveTo(new(version));
        }

        Assert.Equal(Enumerable.Range(10, 10), alias.History.Select(target => target.Version));
    }

    [Fact]
    public void WithAndWithout_Alias_LeaveTheOthersAlone()
    {
        var routes = ModelRoutes.None.With("a", Made).With("b", Made);

        Assert.Equal(["b"], routes.Without("a").Aliases.Keys);
        Assert.Equal(["a", "b"], routes.Without("c").Aliases.Keys.Order());
        Assert.Empty(ModelRoutes.None.Aliases);
    }

    [Fact]
    public void Versions_OfATarget_AreAllThatItNames() =>
        Assert.Equal([5, 6, 7], new AliasTarget(5, new(6, 0), new(7)).Versions());
}
