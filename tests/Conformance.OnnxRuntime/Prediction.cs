using Microsoft.ML.OnnxRuntime;

namespace Distributed.Conformance.OnnxRuntime;

/// <summary>The shortest way from rows to predictions, for tests whose subject is something else.</summary>
internal static class Prediction
{
    /// <summary>Runs a session with one input and one output on rows of <paramref name="features"/> numbers.</summary>
    public static float[] Predict(this InferenceSession session, float[] rows, int features = 1)
    {
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [rows.Length / features, features]);
        using var outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
