using System.Diagnostics;
using Aspire.Hosting.Testing;

namespace Distributed.Conformance.Aspire;

/// <summary>The life of an application host and of the processes that it runs.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task Program_OfAnApplicationHost_RunsUnderTheTestWithItsArguments()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Conformance_Aspire_AppHost>(["--greeting=hello"]);
        await using var app = await builder.BuildAsync();
        await app.StartAsync().WaitAsync(ApplicationFixture.Timeout);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("worker").WaitAsync(ApplicationFixture.Timeout);
        using var client = app.CreateHttpClient("worker");

        var environment = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment");

        Assert.Equal("hello", environment!["GREETING"]);
    }

    [Fact]
    public async Task Stop_EndsTheProcesses()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Conformance_Aspire_AppHost>();
        await using var app = await builder.BuildAsync();
        await app.StartAsync().WaitAsync(ApplicationFixture.Timeout);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("worker").WaitAsync(ApplicationFixture.Timeout);
        using var client = app.CreateHttpClient("worker");
        using var worker = Process.GetProcessById(await client.GetFromJsonAsync<int>("/process"));

        await app.StopAsync().WaitAsync(ApplicationFixture.Timeout);

        await worker.WaitForExitAsync().WaitAsync(ApplicationFixture.Timeout);
    }

    [Fact]
    public async Task Kill_OfTheHost_LeavesNoChildBehind()
    {
        using var host = Process.Start(new ProcessStartInfo("dotnet", [HostAssembly]) { RedirectStandardOutput = true })!;
        var address = await ReadAddressAsync(host).WaitAsync(ApplicationFixture.Timeout);
        using var client = new HttpClient { BaseAddress = address };
        using var worker = Process.GetProcessById(await client.GetFromJsonAsync<int>("/process"));

        host.Kill(entireProcessTree: false);

        await worker.WaitForExitAsync().WaitAsync(ApplicationFixture.Timeout);
    }

    [Fact]
    public async Task Environment_Variable_ReachesTheProcessesThroughTheHost()
    {
        var info = new ProcessStartInfo("dotnet", [HostAssembly, "--greeting", "hi"]) { RedirectStandardOutput = true };
        info.Environment["INHERITED"] = "yes";
        info.Environment["DOTNET_ENVIRONMENT"] = "Staging";
        using var host = Process.Start(info)!;
        var address = await ReadAddressAsync(host).WaitAsync(ApplicationFixture.Timeout);
        using var client = new HttpClient { BaseAddress = address };

        var environment = await client.GetFromJsonAsync<Dictionary<string, string>>("/environment");
        host.Kill(entireProcessTree: false);

        Assert.Equal("yes", environment!["INHERITED"]);
        Assert.Equal("hi", environment["GREETING"]);
        Assert.DoesNotContain("DOTNET_ENVIRONMENT", environment.Keys);
    }

    private static string HostAssembly => Path.Combine(AppContext.BaseDirectory, "Conformance.Aspire.AppHost.dll");

    /// <summary>The host prints its worker's address once that is healthy; whatever it logs before is not an address.</summary>
    private static async Task<Uri> ReadAddressAsync(Process host)
    {
        while (await host.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal))
            {
                return new Uri(line);
            }
        }

        throw new InvalidOperationException($"The application host ended with {host.ExitCode} before its worker was healthy.");
    }
}
