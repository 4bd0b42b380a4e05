namespace Distributed.InferenceService.Serving;

/// <summary>What became of loading a version: exactly one of the two is set.</summary>
/// <param name="Model">The model, proven; its first lease belongs to the slot.</param>
/// <param name="Refusal">Why the version is not served, in a sentence. A version never changes, so this is final.</param>
public sealed record LoadOutcome(ServedModel? Model, string? Refusal)
{
    /// <summary>A version that is ready to serve.</summary>
    public static LoadOutcome Loaded(ServedModel model) => new(model, null);

    /// <summary>A version that is not to be served.</summary>
    public static LoadOutcome Refused(string reason) => new(null, reason);
}
