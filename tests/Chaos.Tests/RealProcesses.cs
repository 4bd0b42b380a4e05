namespace Distributed.Chaos.Tests;

/// <summary>Tests that start the whole system take the machine one after the other.</summary>
[CollectionDefinition(nameof(RealProcesses))]
public sealed class RealProcesses;
