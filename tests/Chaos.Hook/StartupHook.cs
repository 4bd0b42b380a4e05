using Distributed.Chaos.Hook;

/// <summary>
/// Runs before a service's own Main when <c>DOTNET_STARTUP_HOOKS</c> names this assembly; the runtime looks for this type, outside any
/// namespace. Traps are set by lines on the service's input, and cleared by an empty one. Its end is the end of whoever started the service, and so the service's.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var traps = new TrapListener();
        new Thread(() => Listen(traps)) { IsBackground = true, Name = "chaos" }.Start();
    }

    private static void Listen(TrapListener traps)
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                traps.Set(Trap.Parse(line));
            }
            else
            {
                traps.Clear();
            }
        }

        Signals.KillSelf();
    }
}
