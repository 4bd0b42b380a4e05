using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Export;

/// <summary>What goes into an ONNX file.</summary>
/// <param name="Name">Name of the graph.</param>
/// <param name="Network">The weights; at least one layer.</param>
/// <param name="Metadata">Key and value pairs, written in the given order.</param>
public sealed record OnnxModel(string Name, TrainedNetwork Network, IReadOnlyList<KeyValuePair<string, string>> Metadata);
