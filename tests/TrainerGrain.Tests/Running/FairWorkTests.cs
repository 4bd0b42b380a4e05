using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;

namespace Distributed.TrainerGrain.Tests.Running;

public sealed class FairWorkTests
{
    private static readonly RunSource A = new("a", RunPriority.Normal);
    private static readonly RunSource B = new("b", RunPriority.Normal);

    private readonly FairWork _work = new();
    private readonly List<string> _done = [];

    [Fact]
    public void Take_SourcesWithPiecesOfDifferentLength_GetTheSameTime()
    {
        Add(A, "short", 1_000);
        Add(B, "long", 100);

        Do(1_010, piece => piece == "long" ? 100 : 1);

        Assert.InRange(_done.Count(piece => piece == "long"), 9, 11);
    }

    [Fact]
    public void Take_HigherPriority_GetsFourTimesTheTime()
    {
        Add(A, "normal", 1_000);
        Add(A with { Priority = RunPriority.High }, "high", 1_000);
        Add(B with { Priority = RunPriority.Low }, "low", 1_000);

        Do(420, _ => 1);

        Assert.InRange(_done.Count(piece => piece == "high"), 318, 322);
        Assert.InRange(_done.Count(piece => piece == "normal"), 78, 82);
        Assert.InRange(_done.Count(piece => piece == "low"), 18, 22);
    }

    [Fact]
    public void Take_OneSource_IsFirstComeFirstServed()
    {
        foreach (var piece in "abc")
        {
            Add(A, piece.ToString(), 1);
        }

        Do(3, _ => 1);

        Assert.Equal(["a", "b", "c"], _done);
    }

    [Fact]
    public void Take_ASourceThatComesLate_IsNextAndGetsNoCreditForThePast()
    {
        Add(A, "early", 1_000);
        Do(500, _ => 1);
        Add(B, "late", 1_000);
        _done.Clear();

        Do(100, _ => 1);

        Assert.Contains("late", _done[..2]);
        Assert.InRange(_done.Count(piece => piece == "late"), 49, 51);
    }

    [Fact]
    public void Close_WhatIsThere_IsStillTakenAndNothingIsAdded()
    {
        Add(A, "last", 1);
        _work.Close();

        Assert.True(_work.TryTake(out _));
        Assert.False(_work.TryTake(out _));
        Assert.Null(_work.TryAdd(A, () => { }));
    }

    [Fact]
    public void Withdraw_APieceThatWaits_IsNotDoneAndTheOthersAreInTheirOrder()
    {
        Add(A, "first", 1);
        var withdrawn = _work.TryAdd(A, () => _done.Add("withdrawn"));
        Add(A, "last", 1);

        _work.Withdraw(withdrawn!);
        _work.Withdraw(withdrawn!);

        Assert.Equal(2, _work.Queued);
        Do(2, _ => 1);
        Assert.Equal(["first", "last"], _done);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Withdraw_APieceThatWasTaken_ChangesNothing()
    {
        Add(A, "taken", 1);
        Assert.True(_work.TryTake(out var piece));

        _work.Withdraw(piece);

        Assert.Equal(0, _work.Queued);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Withdraw_AllThatASourceHas_GivesItNoCreditForThePast()
    {
        Add(B, "b", 30);
        _work.Withdraw(_work.TryAdd(A, () => _done.Add("withdrawn"))!);
        Do(10, _ => 10);
        Add(A, "a", 30);
        _done.Clear();

        Do(20, _ => 10);

        Assert.InRange(_done.Count(piece => piece == "a"), 9, 11);
        Do(30, _ => 10);
        AssertNothingIsLeft();
    }

    private void AssertNothingIsLeft()
    {
        _work.Close();
        Assert.False(_work.TryTake(out _));
    }

    private void Add(RunSource source, string piece, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.NotNull(_work.TryAdd(source, () => _done.Add(piece)));
        }
    }

    private void Do(int pieces, Func<string, int> cost)
    {
        for (var i = 0; i < pieces; i++)
        {
            Assert.True(_work.TryTake(out var piece));
            piece.Work();
            _work.Finish(piece, TimeSpan.FromMilliseconds(cost(_done[^1])));
        }
    }
}
