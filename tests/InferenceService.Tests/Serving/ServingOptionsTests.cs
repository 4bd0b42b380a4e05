using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ServingOptionsTests
{
    [Fact]
    public void Defaults_AreAsDocumented()
    {
        var options = new ServingOptions();

        Assert.Equal((16 * 1024 * 1024, 100_000, 1_000), (options.MaxRequestBytes, options.MaxBatch, options.MaxSessions));
        Assert.True(new ServingOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public async Task Start_OptionsOutOfRange_StopsWithAMessageNamingEach()
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxBatch", "0"), ("Serving:MaxSessions", "100001"));

        var exception = Assert.Throws<OptionsValidationException>(() => app.Client);

        Assert.Equal(
            ["Serving:MaxBatch is 0; allowed are 1 to 10000000.", "Serving:MaxSessions is 100001; allowed are 1 to 100000."],
            exception.Failures);
    }
}
