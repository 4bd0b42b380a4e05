using System.Text.Json;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Tests.Experiments;

public sealed class ExperimentViewTests
{
    private static readonly ExperimentView View = new(
        "a", "m", ExperimentPhase.Queued, 0, 100, null, null, null, null, DateTimeOffset.UnixEpoch, null, null);

    [Fact]
    public void Json_OfOneByItself_HasNoSweep() =>
        Assert.DoesNotContain("sweep", JsonSerializer.Serialize(View, ContractsJson.Options), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Json_OfOneOfASweep_NamesItAndIsReadBack()
    {
        var view = View with { Sweep = "s" };
        var json = JsonSerializer.Serialize(view, ContractsJson.Options);
        Assert.Contains("\"sweep\":\"s\"", json, StringComparison.Ordinal);
        Assert.Equal(view, JsonSerializer.Deserialize<ExperimentView>(json, ContractsJson.Options));
    }
}
