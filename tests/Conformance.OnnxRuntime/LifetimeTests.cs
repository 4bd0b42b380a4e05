using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public class LifetimeTests
{
    [Fact]
    public void Session_DisposedTwice_DoesNothingMore()
    {
        var session = new InferenceSession(TestModels.Line(1, 0));
        session.Dispose();
        session.Dispose();
    }

    [Fact]
    public void Session_WhoseOptionsAreDisposed_GoesOn()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(TestModels.Line(2, 1), options);
        options.Dispose();

        Assert.Equal([7], session.Predict([3]));
    }

    [Fact]
    public void Outputs_OfADisposedSession_CanBeRead()
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory<float>([3], [1, 1]);
        var session = new InferenceSession(TestModels.Line(2, 1));
        using var outputs = session.Run(options, ["x"], [input], ["y"]);
        session.Dispose();

        Assert.Equal(7, outputs[0].GetTensorDataAsSpan<float>()[0]);
    }

    [Fact]
    public void Values_OfOneSession_ServeAnother()
    {
        using var first = new InferenceSession(TestModels.Line(2, 1));
        using var second = new InferenceSession(TestModels.Line(-1, 0));
        var predictions = new float[1];
        using var input = OrtValue.CreateTensorValueFromMemory<float>([3], [1, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [1, 1]);

        first.Run(null, ["x"], [input], ["y"], [output]);
        Assert.Equal(7, predictions[0]);

        second.Run(null, ["x"], [input], ["y"], [output]);
        Assert.Equal(-3, predictions[0]);
    }

    [Fact]
    public void Sessions_ByTheHundred_KeepApart()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        var sessions = Enumerable.Range(0, 300).Select(i => new InferenceSession(TestModels.Line(i, -i), options)).ToList();
        try
        {
            for (var i = 0; i < sessions.Count; i++)
            {
                Assert.Equal([9 * i], sessions[i].Predict([10]));
            }
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }
    }
}
