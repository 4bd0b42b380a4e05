using Orleans.Dispatch;
using Orleans.Runtime;
using Orleans.Wire;

namespace Orleans.Networking;

/// <summary>A message and the bytes that it travels as, their length before them.</summary>
internal readonly record struct OutgoingMessage(Message Message, WireWriter Frame);

/// <summary>Who this silo is.</summary>
internal sealed record LocalSilo(string ClusterId, SiloAddress Address);
