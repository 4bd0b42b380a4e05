using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Serialization;

namespace Distributed.Conformance.Orleans;

/// <summary>Calls come from within the silo, where copying is the only thing between caller and callee.</summary>
public sealed class CopyingTests
{
    [Fact]
    public async Task Argument_ChangedByCallerAfterwards_CalleeDoesNotSeeIt()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        var sample = new Sample { Name = "before", Numbers = [1, 2] };
        await grain.Keep(sample);
        sample.Name = "after";
        sample.Numbers.Add(3);
        var kept = await grain.Kept();
        Assert.Equal("before", kept.Name);
        Assert.Equal([1, 2], kept.Numbers);
    }

    [Fact]
    public async Task Result_ChangedByCaller_CalleeDoesNotSeeIt()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        await grain.KeepList([1, 2]);
        (await grain.KeptList()).Add(3);
        Assert.Equal([1, 2], await grain.KeptList());
    }

    [Fact]
    public async Task GenerateSerializer_AllMembersWithId_Travel()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        var when = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        var sample = new Sample { Name = "a", Numbers = [1], When = when, Next = new() { Name = "b" } };
        sample.Hide(7);
        var copy = await grain.Echo(sample);
        Assert.NotSame(sample, copy);
        Assert.Equal(("a", when, "b", 7), (copy.Name, copy.When, copy.Next!.Name, copy.Hidden()));
        Assert.Equal([1], copy.Numbers);
    }

    [Fact]
    public async Task Cycle_WithinOneArgument_StaysACycle()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var sample = new Sample { Name = "a" };
        sample.Next = sample;
        var copy = await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).Echo(sample);
        Assert.NotSame(sample, copy);
        Assert.Same(copy, copy.Next);
    }

    [Fact]
    public async Task SharedObject_WithinOneArgument_StaysShared()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var sample = new Sample();
        Assert.True(await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).SameWithin([sample, sample]));
    }

    [Fact]
    public async Task Record_PositionalMembers_Travel()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var point = new Point(3, ["a"]);
        var copy = await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).Echo(point);
        Assert.Equal((3, "a"), (copy.X, Assert.Single(copy.Tags)));
        Assert.NotSame(point.Tags, copy.Tags);
    }

    [Fact]
    public async Task Derived_BehindItsBase_KeepsItsType()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var circle = new Circle { Kind = "circle", Points = [1, 2, 3], Radius = 4.5 };
        var copy = Assert.IsType<Circle>(await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).Echo<Shape>(circle));
        Assert.Equal(("circle", 4.5), (copy.Kind, copy.Radius));
        Assert.Equal(circle.Points, copy.Points);
        Assert.NotSame(circle.Points, copy.Points);
    }

    [Fact]
    public async Task Immutable_Type_IsNotCopied()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        var value = new Fixed([1, 2]);
        await grain.KeepFixed(value);
        Assert.Same(value, await grain.KeptFixed());
    }

    [Fact]
    public async Task Immutable_Wrapper_IsNotCopied()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var array = new[] { 1, 2 };
        Assert.True(await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).IsSame(array.AsImmutable(), new(array)));
    }

    [Fact]
    public async Task Converter_ForeignType_TravelsAsItsSurrogate()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var value = new Foreign(5);
        var copy = await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).EchoForeign(value);
        Assert.NotSame(value, copy);
        Assert.Equal(5, copy.Number);
    }

    [Fact]
    public async Task UnknownType_CannotTravel()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        await Assert.ThrowsAsync<CodecNotFoundException>(async () => await grain.EchoObject(new Stranger()));
    }

    [Fact]
    public async Task Reference_AsArgumentAndResult_NamesTheSameGrain()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var key = Guid.NewGuid();
        var grain = cluster.Local.GetGrain<ICopyGrain>(key);
        Assert.Equal(key, await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).KeyOf(grain));
        Assert.Equal(grain, await grain.Echo(grain));
    }

    [Fact]
    public async Task This_AsArgumentOrResult_BecomesAReference()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var key = Guid.NewGuid();
        var grain = cluster.Local.GetGrain<ICopyGrain>(key);
        Assert.Equal(key, await grain.KeyOfSelfThrough(cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid())));
        Assert.Equal(key, (await grain.Self()).GetPrimaryKey());
    }

    public static TheoryData<object> Values =>
    [
        1, (byte)2, 3L, 4.5, 6.5f, 7m, true, 'c', "text", Colour.Green, Guid.Parse("6d1c8ea5-6c0e-4a0e-8a07-0d4cf5a1b9cd"),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(8), new DateOnly(2026, 1, 2), new Uri("http://a.b/c"),
        new Version(1, 2), (1, "two"), Tuple.Create(1, "two"), new Pair(1, "b"),
        new KeyValuePair<string, int>("k", 1),
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_OfABuiltInType_Travels(object value)
    {
        await using var cluster = await TestCluster.DeployAsync();
        Assert.Equal(value, await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).EchoObject(value));
    }

    public static TheoryData<object> Collections =>
    [
        new[] { 1, 2 }, new[] { "a", "b" }, new int[][] { [1], [2, 3] }, new double[,] { { 1, 2 }, { 3, 4 } },
        new List<string> { "a" }, new Dictionary<string, List<int>> { ["a"] = [1] }, new HashSet<int> { 1, 2 },
        new Queue<int>([1, 2]), new Stack<int>([1, 2]), new SortedDictionary<int, string> { [1] = "a" },
    ];

    [Theory]
    [MemberData(nameof(Collections))]
    public async Task Collection_OfTheFramework_IsCopied(object value)
    {
        await using var cluster = await TestCluster.DeployAsync();
        var copy = await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid()).EchoObject(value);
        Assert.NotSame(value, copy);
        Assert.Equal(value, copy);
    }

    [Fact]
    public async Task ImmutableCollection_Travels()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        ImmutableArray<int> array = [1, 2];
        Assert.Equal(array, await grain.Echo(array));
        Assert.Equal(ImmutableDictionary<string, int>.Empty.Add("a", 1), await grain.Echo(ImmutableDictionary<string, int>.Empty.Add("a", 1)));
    }

    [Fact]
    public async Task Nullable_Travels()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var grain = cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid());
        Assert.Equal(5, await grain.Echo<int?>(5));
        Assert.Null(await grain.Echo<string?>(null));
    }

    [Fact]
    public async Task DictionaryComparer_OrdinalIgnoreCase_IsKept()
    {
        await using var cluster = await TestCluster.DeployAsync();
        var copy = await cluster.Local.GetGrain<ICopyGrain>(Guid.NewGuid())
            .Echo(new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["a"] = 1 });
        Assert.Equal(1, copy["A"]);
    }
}
