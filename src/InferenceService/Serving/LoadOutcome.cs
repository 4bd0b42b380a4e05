namespace Distributed.InferenceService.Serving;

/// <summary>What became of loading a version: either the model or the refusal is set.</summary>
/// <param name="Model">The model, proven; its first lease belongs to whoever asked.</param>
/// <param name="Refusal">Why the version is not served, in a sentence.</param>
public sealed record LoadOutcome(ServedModel? Model, string? Refusal)
{
    /// <summary>A version that is ready to serve.</summary>
    public static LoadOutcome Loaded(ServedModel model) => new(model, null);

    /// <summary>A version that is not to be served.</summary>
    public static LoadOutcome Refused(string reason) => new(null, reason);

    /// <summary>About how much memory the model takes, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Where it is refused for its time alone: whether it turns out to be good in the end.</summary>
    public Task<bool>? Late { get; init; }
}
