using System.Text.Json;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Data;

/// <summary>What scikit-learn and PyTorch gave for one run, as far as data and export are concerned.</summary>
/// <param name="Name">The run.</param>
/// <param name="Settings">Settings of its data.</param>
/// <param name="Data">What scikit-learn made of them.</param>
/// <param name="Network">The weights after PyTorch's training.</param>
/// <param name="Predictions">What PyTorch then predicted for the first five rows.</param>
public sealed record PublishedRun(string Name, RegressionData Settings, DataSet Data, TrainedNetwork Network, float[] Predictions)
{
    /// <summary>All runs of the reference file.</summary>
    public static IReadOnlyList<PublishedRun> All { get; } = Load();

    private static PublishedRun[] Load()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Reference", "reference-cases.json")));
        return [.. file.RootElement.EnumerateArray().Select(Read)];
    }

    private static PublishedRun Read(JsonElement run)
    {
        var settings = ReadSettings(run.GetProperty("dataset"));
        var data = new DataSet(
            Numbers(run.GetProperty("X")), Numbers(run.GetProperty("y")), settings.Samples, settings.Features, settings.Targets);
        return new PublishedRun(
            run.GetProperty("name").GetString()!, settings, data, ReadNetwork(run, data), Singles(run.GetProperty("pred_first5")));
    }

    private static RegressionData ReadSettings(JsonElement given)
    {
        // The script's own defaults are the tutorial's, as the contract's are.
        var settings = new RegressionData();
        foreach (var property in given.EnumerateObject())
        {
            var value = property.Value;
            settings = property.Name switch
            {
                "n" => settings with { Samples = value.GetInt32() },
                "f" => settings with { Features = value.GetInt32() },
                "inf" => settings with { Informative = value.GetInt32() },
                "targets" => settings with { Targets = value.GetInt32() },
                "noise" => settings with { Noise = value.GetDouble() },
                "bias" => settings with { Bias = value.GetDouble() },
                "shuffle" => settings with { Shuffle = value.GetBoolean() },
                "rs" => settings with { RandomState = value.GetUInt32() },
                _ => throw new InvalidDataException($"The reference file has the unknown setting {property.Name}."),
            };
        }
        return settings;
    }

    private static TrainedNetwork ReadNetwork(JsonElement run, DataSet data)
    {
        var settings = run.GetProperty("train");
        var activation = settings.TryGetProperty("act", out var name) && name.GetString() == "tanh" ? Activation.Tanh : Activation.Relu;
        var parameters = run.GetProperty("final").EnumerateArray().Select(Singles).ToArray();
        var layers = new List<LinearLayer>();
        var inputs = data.Features;
        for (var i = 0; i < parameters.Length; i += 2)
        {
            var outputs = parameters[i + 1].Length;
            layers.Add(new LinearLayer(parameters[i], parameters[i + 1], inputs, outputs));
            inputs = outputs;
        }
        return new TrainedNetwork(layers, activation);
    }

    private static float[] Singles(JsonElement list) => Array.ConvertAll(Numbers(list), value => (float)value);

    private static double[] Numbers(JsonElement list) =>
        [.. list.EnumerateArray().SelectMany(item => item.ValueKind == JsonValueKind.Array ? Numbers(item) : [item.GetDouble()])];
}
