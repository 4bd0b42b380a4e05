namespace Distributed.TrainerGrain.Tests.Export;

/// <summary>Tools of other makers read our files and compute what the training engine computed.</summary>
public sealed class OnnxToolsTests(OnnxTools tools) : IClassFixture<OnnxTools>
{
    /// <summary>Two engines add up float32 in different orders; a few units in the last place (6e-8 each) may be lost.</summary>
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => [.. OnnxTools.Cases.Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Checker_FullCheck_AcceptsTheModel(string name) => Assert.Null(tools.ComplaintAbout(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntime_Predicts_WhatWasTrained(string name)
    {
        var item = OnnxTools.Cases.Single(item => item.Name == name);

        var (dims, y) = tools.PredictionOf(name);

        Assert.Equal([item.Rows, item.Expected.Length / item.Rows], dims);
        // Relative to the batch's largest output: a sum that happens to cancel to nearly nothing keeps the error of its terms.
        var allowed = Tolerance * item.Expected.Max(MathF.Abs);
        Assert.All(item.Expected.Zip(y), pair => Assert.InRange(pair.Second, pair.First - allowed, pair.First + allowed));
    }
}
