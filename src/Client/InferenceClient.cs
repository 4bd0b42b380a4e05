using System.Text.Json;
using System.Text.Json.Serialization;
using Distributed.Contracts;
using Distributed.Contracts.Models;

namespace Distributed.Client;

/// <summary>
/// Predictions by the Open Inference Protocol. Every call may throw <see cref="ApiException"/>, or <see cref="HttpRequestException"/> when
/// the service cannot be reached. Safe for any number of callers at once.
/// </summary>
/// <param name="http">Its base address is the service's; the caller disposes it.</param>
public sealed class InferenceClient(HttpClient http)
{
    /// <summary>Predicts with the version of a model that answers by default.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="rows">Inputs, [rows][features]; every row of the model's width.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The version that answered, and its predictions, [rows][targets]; one that is not finite is NaN.</returns>
    public Task<Prediction> PredictAsync(string model, IReadOnlyList<float[]> rows, CancellationToken cancellationToken = default) =>
        PredictAtAsync($"v2/models/{Wire.Escape(model)}/infer", rows, cancellationToken);

    /// <summary>Predicts with one version of a model.</summary>
    /// <inheritdoc cref="PredictAsync(string, IReadOnlyList{float[]}, CancellationToken)"/>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Its number or an alias.</param>
    /// <param name="rows">Inputs, [rows][features]; every row of the model's width.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task<Prediction> PredictAsync(string model, string version, IReadOnlyList<float[]> rows, CancellationToken cancellationToken = default) =>
        PredictAtAsync($"v2/models/{Wire.Escape(model)}/versions/{Wire.Escape(version)}/infer", rows, cancellationToken);

    private async Task<Prediction> PredictAtAsync(string path, IReadOnlyList<float[]> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var width = rows.Count > 0 ? rows[0].Length : 0;
        var request = new InferRequest([new InferTensor(OnnxNames.Input, [rows.Count, width], "FP32", [.. rows.SelectMany(row => row)])]);
        var json = JsonSerializer.SerializeToUtf8Bytes(request, ContractsJson.Options);
        var answer = await http.PostAsync<InferResponse>(path, json, cancellationToken);
        var output = answer.Outputs.Single(tensor => tensor.Name == OnnxNames.Output);
        return new Prediction(answer.ModelVersion, [.. output.Data.Select(value => value ?? float.NaN).Chunk(output.Shape[1])]);
    }

    private sealed record InferRequest(InferTensor[] Inputs);

    private sealed record InferTensor(string Name, int[] Shape, string Datatype, float[] Data);

    private sealed record InferResponse([property: JsonPropertyName("model_version")] string ModelVersion, OutputTensor[] Outputs);

    private sealed record OutputTensor(string Name, int[] Shape, float?[] Data);
}

/// <summary>What a model has predicted.</summary>
/// <param name="Version">The version that answered.</param>
/// <param name="Values">Predictions, [rows][targets].</param>
public sealed record Prediction(string Version, IReadOnlyList<float[]> Values);
