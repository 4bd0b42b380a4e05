using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Distributed.EndToEnd.Tests;

public sealed class FailedStartTests
{
    [Fact]
    public async Task Start_FileThatIsNoStore_EndsWithASentenceAndLeavesTheFileAsItIs()
    {
        using var data = new DataDirectory();
        var store = Path.Combine(data.Path, "distributed.db");
        byte[] bytes = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];
        await File.WriteAllBytesAsync(store, bytes);
        await using var app = AppHostProcess.Start(data.Path, "--once");

        var (code, _, errors) = await app.WaitForExitAsync();

        Assert.Equal(1, code);
        var sentence = Assert.Single(Lines(errors));
        Assert.StartsWith("The trainer could not be started: ", sentence, StringComparison.Ordinal);
        Assert.Contains(store, sentence, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(store));
        Assert.Empty(RunningProcesses.Mentioning(data.Path));
    }

    [Theory]
    [InlineData("TrainerGrain")]
    [InlineData("InferenceService")]
    public async Task Start_ServiceByHandOnAFileThatIsNoStore_EndsWithOneSentence(string service)
    {
        using var data = new DataDirectory();
        var store = Path.Combine(data.Path, "distributed.db");
        await File.WriteAllTextAsync(store, "Dear diary");
        await using var program = StartByHand(service, store, FreePort.FindAsText());

        var (code, output, errors) = await program.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.StartsWith($"The file {store} is not a store", Assert.Single(Lines(errors)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Serving:MaxBatch", "0")]
    [InlineData("Serving:MaxBatch", "many")]
    [InlineData("Grpc:Port", "70000")]
    [InlineData("Grpc:Port", "7201")]
    public async Task Start_ServiceByHandWithASettingThatCannotBe_EndsWithASentenceNamingIt(string setting, string value)
    {
        using var data = new DataDirectory();
        await using var program = StartByHand(
            "InferenceService",
            Path.Combine(data.Path, "distributed.db"),
            FreePort.FindAsText(),
            (setting.Replace(":", "__", StringComparison.Ordinal), value));

        var (code, _, errors) = await program.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains(setting, Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ServiceByHandAtAnAddressInUse_EndsWithASentenceNamingIt()
    {
        using var data = new DataDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var program = StartByHand("InferenceService", Path.Combine(data.Path, "distributed.db"), port);

        var (code, _, errors) = await program.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains($"127.0.0.1:{port}", Assert.Single(Lines(errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortThatIsNone_EndsWithASentenceNamingTheVariable()
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--once", "--TRAINER_PORT=many");

        var (code, _, errors) = await app.WaitForExitAsync();

        Assert.Equal(1, code);
        Assert.Contains("TRAINER_PORT is 'many'", errors, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static TestedProgram StartByHand(string service, string store, string port, params (string Name, string Value)[] settings) =>
        TestedProgram.Start(service, $"Distributed.{service}.dll", [], new Dictionary<string, string>(
            settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ConnectionStrings__store"] = $"Data Source={store}",
        });
}
