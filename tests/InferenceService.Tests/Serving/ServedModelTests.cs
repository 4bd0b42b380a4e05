using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Distributed.Store;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ServedModelTests
{
    private static readonly LinearModel Model = LinearModel.Line(2, 1);

    [Fact]
    public void Release_WhileLeased_FreesWithTheLastLease()
    {
        var freed = 0;
        var model = Create(() => freed++);
        Assert.True(model.TryAcquire());

        model.Release();
        Assert.Equal(0, freed);
        Assert.Equal([7f], Predict(model, 3));

        model.Release();
        Assert.Equal(1, freed);
    }

    [Fact]
    public void TryAcquire_AfterTheLastLease_IsRefused()
    {
        var model = Create(() => { });
        model.Release();

        Assert.False(model.TryAcquire());
    }

    [Fact]
    public void Predict_BuffersLongerThanNeeded_UsesTheirStart()
    {
        var model = Create(() => { });
        var y = new float[4] { 9, 9, 9, 9 };

        model.Predict(new float[] { 1, 2, 5, 5 }, y, 2);

        Assert.Equal([3f, 5f, 9f, 9f], y);
        model.Release();
    }

    private static float[] Predict(ServedModel model, params float[] x)
    {
        var y = new float[x.Length];
        model.Predict(x, y, x.Length);
        return y;
    }

    private static ServedModel Create(Action freed)
    {
        var onnx = Model.ToOnnx();
        return new(new ModelVersion("m", 1, 1, DateTimeOffset.UnixEpoch, Model.Manifest("e", onnx)), new OnnxModel(onnx), freed);
    }
}
