namespace Distributed.InferenceService.Serving;

/// <summary>Why a model cannot be had.</summary>
/// <param name="Kind">What sort of fault.</param>
/// <param name="Message">One sentence for the caller.</param>
public sealed record ServingFault(ServingFaultKind Kind, string Message)
{
    /// <summary>The version was known, and the store no longer has it.</summary>
    internal static ServingFault NoLongerStored(string model, int version) =>
        new(ServingFaultKind.NotFound, $"model '{model}' version {version} is no longer in the store");
}

/// <summary>Sorts of <see cref="ServingFault"/>.</summary>
public enum ServingFaultKind
{
    /// <summary>No model or version of that name.</summary>
    NotFound = 0,

    /// <summary>The version exists and is refused.</summary>
    Unavailable = 1,
}
