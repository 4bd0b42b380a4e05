using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Tests.Data;

public sealed class MakeRegressionTests
{
    private static readonly HashedCase[] Hashed = JsonSerializer.Deserialize<HashedCase[]>(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "make-regression-hashes.json")), ContractsJson.Options)!;

    public static TheoryData<string> Runs => [.. PublishedRun.All.Select(run => run.Name)];

    public static TheoryData<int> HashedCases => [.. Enumerable.Range(0, Hashed.Length)];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Generate_ReferenceRun_EqualsScikitLearnBitForBit(string name)
    {
        var run = PublishedRun.All.Single(run => run.Name == name);

        var data = MakeRegression.Generate(run.Settings);

        Assert.Equal(Bits(run.Data.X), Bits(data.X));
        Assert.Equal(Bits(run.Data.Y), Bits(data.Y));
        Assert.Equal((run.Data.Samples, run.Data.Features, run.Data.Targets), (data.Samples, data.Features, data.Targets));
    }

    [Fact]
    public void ReferenceRuns_AreAllThere() => Assert.Equal(15, PublishedRun.All.Count);

    /// <summary>More settings: one to fifty features, any number of them informative, several targets, seeds over the whole range.</summary>
    [Theory]
    [MemberData(nameof(HashedCases))]
    public void Generate_AnySettings_EqualsScikitLearnBitForBit(int index)
    {
        var expected = Hashed[index];

        var data = MakeRegression.Generate(new RegressionData
        {
            Samples = expected.Samples,
            Features = expected.Features,
            Informative = expected.Informative,
            Targets = expected.Targets,
            Noise = expected.Noise,
            Bias = expected.Bias,
            Shuffle = expected.Shuffle,
            RandomState = expected.RandomState,
        });

        Assert.Equal(expected, expected with { X = Hash(data.X), Y = Hash(data.Y) });
    }

    private static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);

    private static string Hash(double[] values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(values)));

    private sealed record HashedCase(
        int Samples, int Features, int Informative, int Targets, double Noise, double Bias, bool Shuffle, uint RandomState, string X, string Y);
}
