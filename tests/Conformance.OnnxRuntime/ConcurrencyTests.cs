using Distributed.Conformance.OnnxRuntime.Models;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

public class ConcurrencyTests
{
    private const int Callers = 8;
    private const int RunsPerCaller = 2000;

    [Fact]
    public void Run_FromManyThreads_GivesEachItsOwnOutputs()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(TestModels.Line(2, 1), options);

        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, caller => RunMany(session, caller));
    }

    private static void RunMany(InferenceSession session, int caller)
    {
        float[] features = [0], predictions = [0];
        using var input = OrtValue.CreateTensorValueFromMemory(features, [1, 1]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [1, 1]);
        OrtValue[] inputs = [input], outputs = [output];
        for (var run = 0; run < RunsPerCaller; run++)
        {
            features[0] = (caller * RunsPerCaller) + run;
            session.Run(null, session.InputNames, inputs, session.OutputNames, outputs);
            Assert.Equal((2 * features[0]) + 1, predictions[0]);
        }
    }

    [Fact]
    public void Constructor_FromManyThreads_LoadsEachModel() =>
        Parallel.For(0, 100, i =>
        {
            using var session = new InferenceSession(TestModels.Line(i, 1));
            Assert.Equal([(3 * i) + 1], session.Predict([3]));
        });
}
