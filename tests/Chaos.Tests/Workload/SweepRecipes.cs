namespace Distributed.Chaos.Tests.Workload;

/// <summary>
/// The few sweeps of the workload, one for each way in which experiments can differ; all take two features, as <see cref="Recipes"/> do.
/// Sweeps of a recipe have the same experiments but for their names, so that each needs to be trained undisturbed only once.
/// </summary>
internal static class SweepRecipes
{
    /// <summary>Of all of them, those whose experiments are versions of one model that others publish as well.</summary>
    public const int Shared = 0;

    private const string Data = """{ "samples": 100, "features": 2, "informative": 2 }""";

    /// <summary>Sweeps without an id.</summary>
    public static IReadOnlyList<string> All { get; } = [Grid, Random, List, Keyed];

    private static string Grid =>
        $$"""
        {
          "base": { "data": {{Data}}, "epochs": 1500, "optimizer": { "momentum": 0.9 } },
          "grid": { "optimizer.learningRate": [0.0005, 0.001, 0.002, 0.004], "seed": { "from": 1, "count": 6 } }
        }
        """;

    private static string Random =>
        $$"""
        {
          "base": { "data": {{Data}} },
          "random": { "samples": 24, "seed": 5, "space": {
            "optimizer.learningRate": { "logUniform": [0.0005, 0.02] },
            "epochs": { "uniform": [500, 2500] },
            "loss.kind": { "choice": ["mse", "huber"] } } }
        }
        """;

    private static string List =>
        $$"""
        {
          "base": { "data": {{Data}}, "epochs": 2000, "optimizer": { "kind": "adam", "learningRate": 0.01 } },
          "list": [
            {}, { "seed": 1 }, { "seed": 2 }, { "seed": 3, "epochs": 700 }, { "optimizer.learningRate": 0.03 }, { "optimizer.weightDecay": 0.01 },
            { "network.hidden": [4] }, { "network.hidden": [4], "seed": 1 }, { "network.hidden": [4], "network.activation": "tanh" },
            { "network.hidden": [8], "epochs": 1000 }, { "loss.kind": "huber" }, { "loss.kind": "l1" }, { "epochs": 50 }
          ]
        }
        """;

    private static string Keyed =>
        """
        {
          "base": { "epochs": 1200 },
          "data": [
            { "key": "a", "samples": 100, "features": 2, "informative": 2, "randomState": 1 },
            { "key": "b", "samples": 60, "features": 2, "informative": 2, "randomState": 2 },
            { "key": "c", "samples": 30, "features": 2, "informative": 2, "randomState": 3 }
          ],
          "grid": { "optimizer.learningRate": [0.001, 0.01], "optimizer.nesterov": [false, true], "optimizer.momentum": [0.5, 0.9] }
        }
        """;
}
