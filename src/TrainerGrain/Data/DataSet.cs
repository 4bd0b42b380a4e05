namespace Distributed.TrainerGrain.Data;

/// <summary>Training data in double precision, row-major; the engine converts to float32 as the last thing.</summary>
/// <param name="X">Inputs, [samples, features].</param>
/// <param name="Y">Observed outputs, [samples, targets].</param>
/// <param name="Samples">Number of rows.</param>
/// <param name="Features">Columns of <paramref name="X"/>.</param>
/// <param name="Targets">Columns of <paramref name="Y"/>.</param>
public sealed record DataSet(double[] X, double[] Y, int Samples, int Features, int Targets);
