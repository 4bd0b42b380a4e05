using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class DisposeScopeTests
{
    [Fact]
    public void Scope_AtItsEnd_DisposesWhatWasMadeInIt()
    {
        var before = ones(2);
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = before + 1;
            Assert.Equal(1, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
            Assert.False(scope.Contains(before));
        }

        Assert.True(inside.IsInvalid);
        Assert.False(before.IsInvalid);
        before.Dispose();
    }

    [Fact]
    public void Scope_Nested_OwnsOnlyWhatWasMadeWhileItWasInnermost()
    {
        using var outer = NewDisposeScope();
        var first = ones(1);
        Tensor second;
        using (NewDisposeScope())
        {
            second = ones(1);
        }

        var third = ones(1);

        Assert.True(second.IsInvalid);
        Assert.Equal(2, outer.DisposablesCount);
        Assert.True(outer.Contains(first) && outer.Contains(third));
    }

    [Fact]
    public void MoveToOuterDisposeScope_PutsTheTensorOneScopeOut()
    {
        Tensor moved;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(1).MoveToOuterDisposeScope();
            }

            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void MoveToOuter_FromTheOutermostScope_LeavesTheTensorToItsOwner()
    {
        Tensor moved;
        using (var scope = NewDisposeScope())
        {
            moved = scope.MoveToOuter(ones(1));
        }

        Assert.False(moved.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void Detach_TakesTheTensorOutOfEveryScope()
    {
        Tensor first;
        Tensor second;
        using (NewDisposeScope())
        {
            using var inner = NewDisposeScope();
            first = inner.Detach(ones(1));
            second = ones(1).DetachFromDisposeScope();
        }

        Assert.False(first.IsInvalid || second.IsInvalid);
        first.Dispose();
        second.Dispose();
    }

    [Fact]
    public void Attach_GivesATensorToTheScope()
    {
        var free = ones(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(free);
            Assert.True(scope.Contains(free));
        }

        Assert.True(free.IsInvalid);
    }

    [Fact]
    public void DisposeEverythingBut_KeepsWhatItIsTold()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var lost = ones(1);

        scope.DisposeEverythingBut(kept);

        Assert.False(kept.IsInvalid);
        Assert.True(lost.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Dispose_OfATensor_TakesItOutOfItsScope()
    {
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, 100).Select(_ => ones(1)).ToArray();
        tensors[40].Dispose();
        tensors[99].Dispose();
        tensors[99].Dispose();

        Assert.Equal(98, scope.DisposablesCount);
        Assert.Equal(98, scope.DisposablesView.Count);
        scope.DisposeEverything();
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_OfTwoThreads_DoNotSeeEachOther()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() =>
        {
            elsewhere = ones(1);
            using var theirs = NewDisposeScope();
            using var temporary = ones(1);
        });
        thread.Start();
        thread.Join();

        Assert.Equal(0, scope.DisposablesCount);
        scope.Dispose();
        Assert.False(elsewhere!.IsInvalid);
        elsewhere.Dispose();
    }

    [Fact]
    public void Scope_AfterItsEnd_RefusesUse()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        scope.Dispose();

        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void Parameters_OfAModule_StayOutsideOfTheScopeItWasMadeIn()
    {
        nn.Module<Tensor, Tensor> layer;
        using (NewDisposeScope())
        {
            layer = nn.Linear(2, 2);
        }

        Assert.All(layer.parameters(), parameter => Assert.False(parameter.IsInvalid));
        var parameters = layer.parameters().ToArray();
        layer.Dispose();
        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }
}
