namespace Distributed.InferenceService.Protocol;

/// <summary>What is asked of the index of models.</summary>
/// <param name="Ready">Whether only versions that answer are wanted.</param>
public sealed record RepositoryQuery(bool Ready = false);

/// <summary>Where a version stands.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Version">The version.</param>
/// <param name="State"><c>READY</c> when a request would be answered, <c>LOADING</c>, or <c>UNAVAILABLE</c>.</param>
/// <param name="Reason">Why it is not ready; empty when there is nothing to say.</param>
public sealed record RepositoryEntry(string Name, string Version, string State, string Reason);

/// <summary>A load or an unload.</summary>
/// <param name="Parameters">What to load in which way; models come from the store, so none is heeded.</param>
public sealed record RepositoryChange(IReadOnlyDictionary<string, object?>? Parameters = null);
