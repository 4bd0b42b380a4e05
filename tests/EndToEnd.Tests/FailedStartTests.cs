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
        var sentence = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The trainer could not be started: ", sentence, StringComparison.Ordinal);
        Assert.Contains(store, sentence, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(store));
        Assert.Empty(RunningProcesses.Mentioning(data.Path));
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
}
