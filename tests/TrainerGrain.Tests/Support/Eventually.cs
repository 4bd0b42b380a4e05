namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>Waits for what nobody announces.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    public static Task HoldsAsync(Func<Task<bool>> condition, string what) =>
        Until.TrueAsync(condition, Patience.Limit, () => $"After {Patience.Limit} it does not hold that {what}.");
}
