using TorchSharp;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

public sealed class ThreadTests
{
    [Fact]
    public void SetNumThreads_HoldsForThisAndForNewThreads()
    {
        var before = get_num_threads();
        set_num_threads(1);
        try
        {
            var elsewhere = 0;
            var thread = new Thread(() => elsewhere = get_num_threads());
            thread.Start();
            thread.Join();

            Assert.Equal(1, get_num_threads());
            Assert.Equal(1, elsewhere);
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Tensors_MadeByOneThread_CanBeUsedAndFreedByAnother()
    {
        var made = ones(3);
        var sum = 0f;
        var thread = new Thread(() =>
        {
            sum = made.sum().item<float>();
            made.Dispose();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(3, sum);
        Assert.True(made.IsInvalid);
    }

    [Fact]
    public void Backward_OnSeveralThreadsAtOnce_KeepsTheGraphsApart()
    {
        var gradients = new double[8];
        var threads = Enumerable.Range(0, gradients.Length).Select(number => new Thread(() => gradients[number] = Gradient(number))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(Enumerable.Range(0, gradients.Length).Select(number => 2.0 * number * 200), gradients);
    }

    private static double Gradient(int value)
    {
        using var scope = NewDisposeScope();
        var x = full([1], (double)value, requires_grad: true);
        for (var i = 0; i < 200; i++)
        {
            (x * x).sum().backward();
        }

        return x.grad!.ToDouble();
    }
}
