using System.Text;
using Distributed.Contracts.Sweeps;
using Distributed.TrainerGrain.Api;
using Distributed.TrainerGrain.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Distributed.TrainerGrain.Tests.Api;

/// <summary>Whatever the API takes gets from one silo to another.</summary>
public sealed class ApiOptionsTests
{
    [Theory]
    [InlineData(64 << 20, true)]
    [InlineData((64 << 20) + 1, false)]
    public void Validate_Limit_AtMost64MiB(int bytes, bool isAllowed)
    {
        Assert.Equal(isAllowed, new ApiOptionsValidator().Validate(null, new ApiOptions { MaxBodyBytes = bytes }).Succeeded);
        Assert.Equal(isAllowed, new ApiOptionsValidator().Validate(null, new ApiOptions { MaxSweepBytes = bytes }).Succeeded);
    }

    [Fact]
    public void MaxSweepBytes_ByDefault_Is64MiB() => Assert.Equal(64 << 20, new ApiOptions().MaxSweepBytes);

    [Fact]
    public async Task Messages_BetweenSilos_MayBeAsLargeAsAnyRequestBecomes()
    {
        using var directory = new StoreDirectory();
        await using var app = new TrainerApplication(directory);

        Assert.Equal(256 << 20, app.Services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value.MaxMessageBodySize);
    }

    [Fact]
    public void Sweep_WhoseNumbersAreAsShortAsTheyCanBe_GrowsLessThanFourfold()
    {
        const int Rows = 10_000;
        string Of(string item) => string.Join(',', Enumerable.Repeat(item, Rows));
        var json = Encoding.UTF8.GetBytes(
            $$$"""{"id":"s","base":{"data":{"kind":"inline","x":[{{{Of("[9e14]")}}}],"y":[{{{Of("9e14")}}}]}},"grid":{"seed":[9e15]}}""");

        var written = SweepJson.Write(SweepReader.Read(json).Sweep!);

        Assert.InRange(written.Length, 2L * json.Length, 4L * json.Length);
    }
}
