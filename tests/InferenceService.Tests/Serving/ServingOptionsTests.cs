using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ServingOptionsTests
{
    [Fact]
    public void Defaults_AreAsDocumented()
    {
        var options = new ServingOptions();

        Assert.Equal((16 * 1024 * 1024, 100_000, 1_000), (options.MaxRequestBytes, options.MaxBatch, options.MaxSessions));
        Assert.Equal(64 * 1024 * 1024, options.MaxAnswerBytes);
        Assert.Equal(
            (1L << 30, Environment.ProcessorCount, TimeSpan.FromSeconds(30), 256),
            (options.MaxSessionBytes, options.LoadConcurrency, options.LoadTimeout, options.ShadowQueue));
        Assert.True(new ServingOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void Validate_OutOfRange_NamesEach() => Assert.Equal(
        ["Serving:MaxBatch is 0; allowed are 1 to 10000000.", "Serving:MaxSessions is 100001; allowed are 1 to 100000."],
        new ServingOptionsValidator().Validate(null, new ServingOptions { MaxBatch = 0, MaxSessions = 100_001 }).Failures);

    [Fact]
    public void Validate_LoadingOutOfRange_NamesEach() => Assert.Equal(
        [
            "Serving:MaxSessionBytes is 1048575; allowed are 1048576 to 1125899906842624.",
            "Serving:LoadConcurrency is 257; allowed are 1 to 256.",
            "Serving:LoadTimeout is 00:00:00; allowed are 00:00:00.0010000 to 01:00:00.",
            "Serving:ShadowQueue is 0; allowed are 1 to 100000.",
        ],
        new ServingOptionsValidator().Validate(
            null, new ServingOptions { MaxSessionBytes = (1 << 20) - 1, LoadConcurrency = 257, LoadTimeout = default, ShadowQueue = 0 }).Failures);
}
