namespace Distributed.Bench.Serve.Formats;

/// <summary>A form that inferences of models with one feature and one target may have.</summary>
internal interface ICallFormat
{
    /// <summary>Asks a model.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="x">Inputs, one a row.</param>
    InferCall Ask(string model, float[] x);

    /// <summary>What was predicted, one a row.</summary>
    /// <param name="answer">Body of the HTTP answer.</param>
    /// <param name="rows">How many rows were asked.</param>
    float[] Read(byte[] answer, int rows);
}
