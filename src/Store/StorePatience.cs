namespace Distributed.Store;

/// <summary>
/// The patience of a start. A caller of a write gives up soon after the store does; nobody waits for a start, which would be lost for good
/// because another process stands still with the store for a moment.
/// </summary>
public static class StorePatience
{
    /// <summary>How often it is tried; each try lasts for <see cref="StoreOptions.BusyTimeout"/>.</summary>
    private const int Attempts = 6;

    /// <summary>Tries again while the store is <see cref="StoreFault.Busy"/>, up to six busy timeouts; what else is thrown is thrown on.</summary>
    public static Task OutlastBusyAsync(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return OutlastBusyAsync(async () =>
        {
            await action();
            return true;
        });
    }

    /// <inheritdoc cref="OutlastBusyAsync(Func{Task})"/>
    public static async Task<T> OutlastBusyAsync<T>(Func<Task<T>> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            try
            {
                return await action();
            }
            catch (StoreException exception) when (exception.Fault == StoreFault.Busy)
            {
                continue;
            }
        }

        return await action();
    }
}
