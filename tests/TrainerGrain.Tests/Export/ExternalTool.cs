using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Distributed.Contracts;

namespace Distributed.TrainerGrain.Tests.Export;

/// <summary>A program of another maker that judges our files. That it is missing is a failure, not a reason to skip.</summary>
internal static class ExternalTool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs one script of this folder, with JSON in and JSON out.</summary>
    /// <param name="program">What runs it.</param>
    /// <param name="arguments">The script and what it is given before the name of its input file.</param>
    /// <param name="input">What the input file holds.</param>
    /// <param name="remedy">What to do when the program or a library of it is missing.</param>
    public static async Task<T> RunAsync<T>(string program, string[] arguments, object input, string remedy)
    {
        var folder = Directory.CreateTempSubdirectory("distributed-");
        try
        {
            var file = Path.Combine(folder.FullName, "input.json");
            await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(input, ContractsJson.Options));
            return JsonSerializer.Deserialize<T>(await RunAsync(program, [.. arguments, file], remedy), ContractsJson.Options)!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A script of this folder.</summary>
    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Export", name);

    /// <summary>The npm packages that <c>setup</c> installed.</summary>
    public static string NodeModules()
    {
        const string modules = "engines/onnxruntime/node_modules";
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, modules, "onnxruntime-node")))
            {
                return Path.Combine(folder.FullName, modules);
            }
        }
        throw new DirectoryNotFoundException(
            $"No folder {modules} with onnxruntime-node lies above {AppContext.BaseDirectory}; ./setup installs it into artifacts.");
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string remedy)
    {
        using var process = Start(program, arguments, remedy);
        using var patience = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{program} {arguments[0]} failed. {remedy}\n{await errors}");
        return output;
    }

    private static Process Start(string program, string[] arguments, string remedy)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception missing)
        {
            throw new FileNotFoundException($"{program} did not start. {remedy}", missing);
        }
    }
}
