using System.Diagnostics;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>The library that <c>faults.c</c> becomes, compiled once a run.</summary>
internal static class FaultLibrary
{
    private static readonly Lazy<Task<string>> Library = new(CompileAsync);

    /// <returns>The library's path.</returns>
    public static Task<string> BuildAsync() => Library.Value;

    private static async Task<string> CompileAsync()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Faults", "faults.c");
        var library = Path.Combine(AppContext.BaseDirectory, "libfaults.so");
        var start = new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"])
        {
            RedirectStandardError = true,
        };
        using var compiler = Process.Start(start)!;
        var errors = await compiler.StandardError.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        Assert.True(compiler.ExitCode == 0, errors);
        return library;
    }
}
