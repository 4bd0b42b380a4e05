using System.Globalization;

/// <summary>
/// Runs before a server's own Main when <c>DOTNET_STARTUP_HOOKS</c> names this assembly; the runtime looks for this type, outside any
/// namespace. Every line on the server's input is answered by a line that tells how many bytes it has allocated. The input's end is the
/// end of whoever measures, and so the server's.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => new Thread(Listen) { IsBackground = true, Name = "bench" }.Start();

    private static void Listen()
    {
        while (Console.In.ReadLine() is not null)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocated {allocated}"));
        }

        Environment.Exit(0);
    }
}
