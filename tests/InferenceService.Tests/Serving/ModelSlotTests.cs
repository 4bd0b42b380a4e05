using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;
using Distributed.Store;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ModelSlotTests
{
    [Fact]
    public void Add_InAnyOrder_KeepsVersionsSortedAndTheDefault()
    {
        var slot = new ModelSlot("m", 3);
        foreach (var version in (int[])[5, 1, 4, 3, 2, 5])
        {
            slot.FindOrAdd(version);
        }

        Assert.Equal([1, 2, 3, 4, 5], slot.Versions.Select(version => version.Version));
        Assert.Equal(3, slot.Default.Version);
        Assert.Equal(4, slot.Find(4)!.Version);
        Assert.Null(slot.Find(6));
    }

    [Fact]
    public void Add_AThousandToManyVersions_CopiesThoseOnce()
    {
        const int known = 50_000;
        var slot = new ModelSlot("m", 1);
        slot.Add(Enumerable.Range(1, known));
        var before = GC.GetAllocatedBytesForCurrentThread();

        slot.Add(Enumerable.Range(known + 1, 1_000));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 3 * known * IntPtr.Size);
        Assert.Equal(Enumerable.Range(1, known + 1_000), slot.Versions.Select(version => version.Version));
    }

    [Fact]
    public void FindBest_NewestAreRefused_IsTheNewestGood()
    {
        var slot = WithVersions(1, 2, 3, 4);
        Refuse(slot, 3, 4);

        Assert.Equal(2, slot.FindBest()!.Version);
    }

    [Fact]
    public void Promote_Version_ReturnsTheOneBefore()
    {
        var slot = WithVersions(1, 2);

        Assert.Equal(1, slot.Promote(slot.Find(2)!).Version);
        Assert.Equal(2, slot.Default.Version);
    }

    [Fact]
    public void StepBack_FromBadDefault_FindsNewestGood()
    {
        var slot = WithVersions(1, 2, 3);
        slot.Promote(slot.Find(3)!);
        Refuse(slot, 2, 3);

        Assert.True(slot.StepBack(slot.Find(3)!));
        Assert.Equal(1, slot.Default.Version);
    }

    [Fact]
    public void StepBack_NothingGood_IsFalse()
    {
        var slot = WithVersions(1);
        Refuse(slot, 1);

        Assert.False(slot.StepBack(slot.Find(1)!));
    }

    [Theory]
    [InlineData("{\"kind\":\"all\"}", new[] { 1, 2, 3, 4, 5 })]
    [InlineData("{\"kind\":\"latest\",\"count\":2}", new[] { 3, 4, 5 })]
    [InlineData("{\"kind\":\"latest\",\"count\":9}", new[] { 1, 2, 3, 4, 5 })]
    [InlineData("{\"kind\":\"specific\",\"versions\":[2,4]}", new[] { 2, 4 })]
    public void FindObstacle_Policy_LetsPassWhatItServes(string policy, int[] served)
    {
        var slot = WithVersions(1, 2, 3, 4, 5);
        Refuse(slot, 4);
        Follow(slot, 1, policy);

        Assert.Equal(served, slot.Versions.Where(version => slot.FindObstacle(version, pinned: true) is null).Select(version => version.Version));
        Assert.All(slot.Versions, version => Assert.Null(slot.FindObstacle(version, pinned: false)));
    }

    [Fact]
    public void FindBest_Policy_IsTheNewestGoodOfThoseServed()
    {
        var slot = WithVersions(1, 2, 3, 4, 5);
        Refuse(slot, 4);
        Follow(slot, 1, """{"kind":"specific","versions":[2,4]}""");

        Assert.Equal(2, slot.FindBest()!.Version);
    }

    [Fact]
    public void Follow_OlderRoutes_ChangesNothing()
    {
        var slot = WithVersions(1, 2);
        Follow(slot, 7, """{"kind":"latest","count":1}""");
        Follow(slot, 6, """{"kind":"all"}""");

        Assert.Equal((7, PolicyKind.Latest), (slot.Routes.Revision, slot.Routes.Policy.Kind));
    }

    [Fact]
    public void Pending_RoutesHeardOf_AreTheNewestUntilFollowed()
    {
        var slot = WithVersions(1);
        Assert.Null(slot.Pending);
        slot.Want(Stored(5, """{"kind":"all"}"""));
        slot.Want(Stored(4, """{"kind":"all"}"""));
        Assert.Equal(5, slot.Pending!.Revision);

        Follow(slot, 5, """{"kind":"all"}""");
        Assert.Null(slot.Pending);
    }

    private static void Refuse(ModelSlot slot, params int[] versions) => Array.ForEach(versions, version => slot.Find(version)!.Refuse("bad"));

    private static void Follow(ModelSlot slot, long revision, string policy) =>
        slot.Follow(RoutePlan.For(Stored(revision, policy), slot, mirror: null!));

    private static StoredRoutes Stored(long revision, string policy)
    {
        var (read, errors) = VersionPolicy.Read(System.Text.Encoding.UTF8.GetBytes(policy));
        Assert.Empty(errors);
        return new("m", revision, new ModelRoutes { Policy = read });
    }

    private static ModelSlot WithVersions(params int[] versions)
    {
        var slot = new ModelSlot("m", versions[0]);
        Array.ForEach(versions, version => slot.FindOrAdd(version));
        return slot;
    }
}
