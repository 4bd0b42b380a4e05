using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Distributed.EndToEnd.Tests;

public sealed partial class RunOnceTests
{
    private static readonly string[] TutorialLines =
    [
        "epoch: 10, loss = 4378.2764",
        "epoch: 20, loss = 3267.9946",
        "epoch: 100, loss = 563.9186",
    ];

    [Fact]
    public async Task Once_EmptyDataDirectory_PrintsTheTutorialServesItAndLeavesNoProcess()
    {
        using var data = new DataDirectory();
        await using var app = AppHostProcess.Start(data.Path, "--once");

        var (code, output, errors) = await app.WaitForExitAsync();

        Assert.True(code == 0, $"Exit code {code}; output: {output}; errors: {errors}");
        Assert.Equal(10, EpochLine().Count(output));
        Assert.All(TutorialLines, line => Assert.Contains(line, output, StringComparison.Ordinal));
        Assert.True(new FileInfo(Path.Combine(data.Path, "tutorial.onnx")).Length > 0);
        Assert.Equal("svg", XDocument.Load(Path.Combine(data.Path, "tutorial.svg")).Root!.Name.LocalName);
        Assert.Empty(RunningProcesses.Mentioning(data.Path));
    }

    [GeneratedRegex(@"^epoch: \d+, loss = \d+\.\d{4}\r?$", RegexOptions.Multiline)]
    private static partial Regex EpochLine();
}
