namespace Distributed.TrainerGrain.Running;

/// <summary>How a run ended.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome")]
public abstract record RunOutcome;

/// <summary>Trained to the last epoch and published.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome.completed")]
public sealed record RunCompleted([property: Id(0)] int Epoch, [property: Id(1)] float Loss, [property: Id(2)] int Version) : RunOutcome;

/// <summary>Cannot be trained as specified; trying again would end the same way.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome.failed")]
public sealed record RunFailed([property: Id(0)] int Epoch, [property: Id(1)] string Failure) : RunOutcome;

/// <summary>Ended at a rung of its sweep, because others were better there.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome.halved")]
public sealed record RunHalved([property: Id(0)] int Epoch, [property: Id(1)] float Loss) : RunOutcome;

/// <summary>Stopped by its owner, or not wanted any more when its turn came.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome.stopped")]
public sealed record RunStopped : RunOutcome;

/// <summary>Overtaken: another activation of the experiment has taken it over, and what this one knows of it is out of date.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome.superseded")]
public sealed record RunSuperseded : RunOutcome;

/// <summary>Ended by trouble outside the experiment, such as a full disk; it can go on from its last checkpoint.</summary>
[GenerateSerializer, Immutable, Alias("distributed.run-outcome.interrupted")]
public sealed record RunInterrupted([property: Id(0)] string Reason) : RunOutcome;
