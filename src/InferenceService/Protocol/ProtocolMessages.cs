using System.Text.Json.Serialization;

namespace Distributed.InferenceService.Protocol;

/// <summary>What <c>GET /v2</c> tells of the server.</summary>
/// <param name="Name">Name of the server.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">Protocol extensions that it has.</param>
public sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>What is told of a model.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Versions">All its versions, oldest first.</param>
/// <param name="Platform">Kind of model file.</param>
/// <param name="Inputs">Input tensors.</param>
/// <param name="Outputs">Output tensors.</param>
/// <param name="Properties">The version described, and where it comes from.</param>
public sealed record ModelMetadata(
    string Name,
    IReadOnlyList<string> Versions,
    string Platform,
    IReadOnlyList<TensorMetadata> Inputs,
    IReadOnlyList<TensorMetadata> Outputs,
    IReadOnlyDictionary<string, string> Properties);

/// <summary>What is told of a tensor; −1 in the shape is a free dimension.</summary>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<int> Shape);

/// <summary>The server runs.</summary>
public sealed record LiveStatus(bool Live);

/// <summary>The server, or a model, is ready to predict.</summary>
public sealed record ReadyStatus(bool Ready, string? Name = null, string? Version = null);

/// <summary>An inference request, for the API's description; requests are read without it.</summary>
public sealed record InferBody(
    IReadOnlyList<InferBodyTensor> Inputs,
    string? Id = null,
    IReadOnlyList<InferBodyOutput>? Outputs = null,
    IReadOnlyDictionary<string, object>? Parameters = null);

/// <summary>
/// A tensor; <paramref name="Data"/> is flat in row-major order or nested as the shape. In an answer a value that is not finite is null.
/// </summary>
public sealed record InferBodyTensor(string Name, IReadOnlyList<long> Shape, string Datatype, IReadOnlyList<object?> Data);

/// <summary>An output asked for.</summary>
public sealed record InferBodyOutput(string Name);

/// <summary>An inference's answer, for the API's description; answers are written without it.</summary>
public sealed record InferAnswer(
    [property: JsonPropertyName("model_name")] string ModelName,
    [property: JsonPropertyName("model_version")] string ModelVersion,
    IReadOnlyList<InferBodyTensor> Outputs,
    string? Id = null);

/// <summary>Many inference requests at once, for the API's description.</summary>
public sealed record BatchBody(IReadOnlyList<BatchBodyRequest> Requests);

/// <summary>One of many requests; it names its model.</summary>
public sealed record BatchBodyRequest(
    [property: JsonPropertyName("model_name")] string ModelName,
    IReadOnlyList<InferBodyTensor> Inputs,
    [property: JsonPropertyName("model_version")] string? ModelVersion = null,
    string? Id = null,
    IReadOnlyList<InferBodyOutput>? Outputs = null);

/// <summary>The answers in the order of the requests, for the API's description; one without outputs has an error.</summary>
public sealed record BatchAnswer(IReadOnlyList<BatchAnswerEntry> Responses);

/// <summary>One answer of many: outputs, or an error.</summary>
public sealed record BatchAnswerEntry(
    [property: JsonPropertyName("model_name")] string? ModelName,
    [property: JsonPropertyName("model_version")] string? ModelVersion = null,
    IReadOnlyList<InferBodyTensor>? Outputs = null,
    string? Id = null,
    string? Error = null);

/// <summary>What went wrong, in a sentence.</summary>
public sealed record ProtocolError(string Error);
