using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ModelSlotTests
{
    [Fact]
    public void Add_InAnyOrder_KeepsVersionsSortedAndTheDefault()
    {
        var slot = new ModelSlot("m", 3);
        foreach (var version in (int[])[5, 1, 4, 3, 2, 5])
        {
            slot.Add(version);
        }

        Assert.Equal([1, 2, 3, 4, 5], slot.Versions.Select(version => version.Version));
        Assert.Equal(3, slot.Default.Version);
        Assert.Equal(4, slot.Find(4)!.Version);
        Assert.Null(slot.Find(6));
    }

    [Fact]
    public void FindCandidates_NewerAndNotRefused_NewestFirst()
    {
        var slot = WithVersions(1, 2, 3, 4);
        slot.Find(3)!.Refuse("bad");

        Assert.Equal([4, 2], slot.FindCandidates().Select(version => version.Version));
    }

    [Fact]
    public void Promote_OlderThanTheDefault_ChangesNothing()
    {
        var slot = WithVersions(1, 2);

        Assert.Equal(1, slot.Promote(slot.Find(2)!)!.Version);
        Assert.Null(slot.Promote(slot.Find(1)!));
        Assert.Equal(2, slot.Default.Version);
    }

    [Fact]
    public void StepBack_FromBadDefault_FindsNewestGood()
    {
        var slot = WithVersions(1, 2, 3);
        slot.Promote(slot.Find(3)!);
        slot.Find(3)!.Refuse("bad");
        slot.Find(2)!.Refuse("bad");

        Assert.True(slot.StepBack(slot.Find(3)!));
        Assert.Equal(1, slot.Default.Version);
    }

    [Fact]
    public void StepBack_NothingGood_IsFalse()
    {
        var slot = WithVersions(1);
        slot.Find(1)!.Refuse("bad");

        Assert.False(slot.StepBack(slot.Find(1)!));
    }

    private static ModelSlot WithVersions(params int[] versions)
    {
        var slot = new ModelSlot("m", versions[0]);
        Array.ForEach(versions, slot.Add);
        return slot;
    }
}
