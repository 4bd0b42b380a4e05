using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Tests.Data;

/// <summary>The numbers are what NumPy 1.24 prints for the call that each test names.</summary>
public sealed class NumpyRandomTests
{
    /// <summary><c>RandomState(seed).random_sample(3)</c></summary>
    [Theory]
    [InlineData(0u, 0.5488135039273248, 0.7151893663724195, 0.6027633760716439)]
    [InlineData(1u, 0.417022004702574, 0.7203244934421581, 0.00011437481734488664)]
    [InlineData(uint.MaxValue, 0.0976320289940138, 0.9123828453026218, 0.78903530185164)]
    public void NextDouble_Seed_GivesNumpysNumbers(uint seed, params double[] expected)
    {
        var random = new NumpyRandom(seed);

        Assert.Equal(expected, expected.Select(_ => random.NextDouble()));
    }

    /// <summary><c>RandomState(seed).standard_normal(3)</c></summary>
    [Theory]
    [InlineData(0u, 1.764052345967664, 0.4001572083672233, 0.9787379841057392)]
    [InlineData(1u, 1.6243453636632417, -0.6117564136500754, -0.5281717522634557)]
    [InlineData(uint.MaxValue, 0.6484086742306527, 0.6693235306338161, -1.0805437227474493)]
    public void NextNormal_Seed_GivesNumpysNumbers(uint seed, params double[] expected)
    {
        var random = new NumpyRandom(seed);

        Assert.Equal(expected, expected.Select(_ => random.NextNormal()));
    }

    /// <summary><c>random_sample(), standard_normal(), random_sample(), standard_normal(), standard_normal()</c> of one <c>RandomState(7)</c></summary>
    [Fact]
    public void NextNormal_BetweenUniforms_KeepsItsSpare()
    {
        var random = new NumpyRandom(7);

        Assert.Equal(
            [0.07630828937395717, -0.3206032549443759, 0.7234651778309412, 1.4570832287334776, 0.0328201636785844],
            [random.NextDouble(), random.NextNormal(), random.NextDouble(), random.NextNormal(), random.NextNormal()]);
    }

    /// <summary><c>RandomState(3).standard_normal(1000000)[-1]</c></summary>
    [Fact]
    public void NextNormal_MillionthNumber_IsNumpys()
    {
        var random = new NumpyRandom(3);

        double[] numbers = [.. Enumerable.Range(0, 1_000_000).Select(_ => random.NextNormal())];

        Assert.Equal(1.5494928639075594, numbers[^1]);
    }

    /// <summary><c>a = arange(10); RandomState(seed).shuffle(a)</c></summary>
    [Theory]
    [InlineData(0u, 2, 8, 4, 9, 1, 6, 7, 3, 0, 5)]
    [InlineData(1u, 2, 9, 6, 4, 0, 3, 1, 7, 8, 5)]
    [InlineData(uint.MaxValue, 6, 9, 5, 1, 8, 0, 7, 4, 2, 3)]
    public void NextPermutation_Seed_GivesNumpysOrder(uint seed, params int[] expected) =>
        Assert.Equal(expected, new NumpyRandom(seed).NextPermutation(expected.Length));

    [Fact]
    public void NextPermutation_MoreThan16Bits_GivesNumpysOrder()
    {
        var order = new NumpyRandom(3).NextPermutation(70_000);

        Assert.Equal([2758, 37134, 29158], order[..3]);
        Assert.Equal([48056, 59011, 67224], order[^3..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void NextPermutation_NothingToShuffle_DrawsNothing(int count)
    {
        var random = new NumpyRandom(0);

        Assert.Equal(Enumerable.Range(0, count), random.NextPermutation(count));
        Assert.Equal(0.5488135039273248, random.NextDouble());
    }
}
