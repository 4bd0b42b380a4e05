namespace Distributed.InferenceService.Protocol;

/// <summary>What the server says that it is, over every protocol.</summary>
internal static class ServerIdentity
{
    /// <summary>Its name.</summary>
    public const string Name = "distributed";

    /// <summary>Its version.</summary>
    public static string Version { get; } = typeof(ServerIdentity).Assembly.GetName().Version!.ToString(3);
}
