using Distributed.InferenceService.Serving;

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
    public void Validate_OutOfRange_NamesEach() => Assert.Equal(
        ["Serving:MaxBatch is 0; allowed are 1 to 10000000.", "Serving:MaxSessions is 100001; allowed are 1 to 100000."],
        new ServingOptionsValidator().Validate(null, new ServingOptions { MaxBatch = 0, MaxSessions = 100_001 }).Failures);
}
