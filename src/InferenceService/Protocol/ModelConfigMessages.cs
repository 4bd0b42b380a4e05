using System.Text.Json.Serialization;

namespace Distributed.InferenceService.Protocol;

/// <summary>What Triton's clients read of a model's configuration: the measuring ones ask for it before they begin.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Platform">Kind of model, in Triton's words.</param>
/// <param name="Backend">What runs it.</param>
/// <param name="MaxBatchSize">Most rows of a request; the tensors' dimensions are those of one row.</param>
/// <param name="Input">Input tensors.</param>
/// <param name="Output">Output tensors.</param>
public sealed record ModelConfig(
    string Name,
    string Platform,
    string Backend,
    [property: JsonPropertyName("max_batch_size")] int MaxBatchSize,
    IReadOnlyList<TensorConfig> Input,
    IReadOnlyList<TensorConfig> Output);

/// <summary>A tensor of one row.</summary>
public sealed record TensorConfig(string Name, [property: JsonPropertyName("data_type")] string DataType, IReadOnlyList<int> Dims);
