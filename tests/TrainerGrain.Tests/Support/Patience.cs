namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>How long a test waits for an event before it fails; never how long it takes.</summary>
internal static class Patience
{
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(3);
}
