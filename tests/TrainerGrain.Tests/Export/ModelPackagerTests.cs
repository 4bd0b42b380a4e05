using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributed.Contracts.Experiments;
using Distributed.Store;
using Distributed.TrainerGrain.Data;
using Distributed.TrainerGrain.Export;
using Distributed.TrainerGrain.Tests.Onnx;
using Distributed.TrainerGrain.Training;

namespace Distributed.TrainerGrain.Tests.Export;

public sealed class ModelPackagerTests
{
    private static readonly InlineData Rows = new() { X = [[1, 10], [-2, 20], [3, -30], [4, 40]], Y = [[1], [2], [3], [4]] };

    [Fact]
    public void Pack_Model_FillsTheManifest()
    {
        var spec = Spec(new RegressionData { Samples = 20, Features = 3, Informative = 2, Targets = 2 });

        var draft = Pack(spec);

        Assert.Equal("pump", draft.Model);
        Assert.Equal("run-1", draft.Manifest.Experiment);
        Assert.Same(spec, draft.Manifest.Spec);
        Assert.Equal((3, 2, 100), (draft.Manifest.Features, draft.Manifest.Targets, draft.Manifest.Epochs));
        Assert.Equal((0.1f, "libtorch 2.10.0"), (draft.Manifest.FinalLoss, draft.Manifest.Engine));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(draft.Onnx)), draft.Manifest.Sha256);
    }

    [Fact]
    public void Pack_Model_CarriesItsOrigin()
    {
        var spec = Spec(new RegressionData()) with { Seed = 9007199254740992 };

        Assert.Equal(
            [
                ("experiment", "run-1"), ("spec", Encoding.UTF8.GetString(SpecJson.Write(spec))), ("seed", "9007199254740992"),
                ("final_loss", "0.1"), ("engine", "libtorch 2.10.0"),
            ],
            Metadata(Pack(spec)));
    }

    [Fact]
    public void Pack_InlineData_StaysOutOfTheFile() =>
        Assert.Contains("\"data\":{\"kind\":\"inline\",\"x\":[],\"y\":[]}", Metadata(Pack(Spec(Rows)))[1].Value, StringComparison.Ordinal);

    [Fact]
    public void Pack_Probe_IsFirstRowsAndCornersWithTheSessionsPredictions()
    {
        var network = Networks.Create([2, 8, 1]);

        var probe = Pack(Spec(Rows), network).Manifest.Probe;

        Assert.Equal([[1, 10], [-2, 20], [3, -30], [-2, -30], [4, 40]], probe.X);
        Assert.Equal(Networks.Forward(network, [.. probe.X.SelectMany(row => row)]), probe.Y.Select(row => Assert.Single(row)));
    }

    [Fact]
    public void Pack_OneSample_ProbesItAlone()
    {
        var probe = Pack(Spec(new InlineData { X = [[1, 2]], Y = [[3, 4]] })).Manifest.Probe;

        Assert.Equal([[1, 2], [1, 2], [1, 2]], probe.X);
        Assert.All(probe.Y, row => Assert.Equal(2, row.Length));
    }

    [Fact]
    public void Pack_FewRows_SamplesAll()
    {
        var sample = Pack(Spec(Rows)).Sample;

        Assert.Equal(Rows.X.Select(row => row.Select(value => (float)value)), sample.X);
        Assert.Equal([[1], [2], [3], [4]], sample.Y);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_001)]
    [InlineData(2_500)]
    [InlineData(100_000)]
    public void Pack_ManyRows_SamplesAThousandEvenlySpread(int rows)
    {
        double[][] numbered = [.. Enumerable.Range(0, rows).Select(row => new double[] { row })];

        var sample = Pack(Spec(new InlineData { X = numbered, Y = numbered })).Sample;

        var chosen = sample.X.Select(row => row[0]).ToArray();
        var gaps = chosen.Zip(chosen.Skip(1), (first, second) => second - first).ToArray();
        Assert.Equal((1_000, 0, rows - 1), (chosen.Length, chosen[0], chosen[^1]));
        Assert.InRange(gaps.Max() - gaps.Min(), 0, 1);
        Assert.True(gaps.Min() >= 1);
        Assert.Equal(chosen, sample.Y.Select(row => row[0]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Pack_DivergedNetwork_IsRefused(float weight)
    {
        var network = new TrainedNetwork([new LinearLayer([weight, 1], [0], 2, 1)], Activation.Relu);

        var fault = Assert.Throws<NotFiniteNumberException>(() => Pack(Spec(Rows), network));

        Assert.Contains("diverged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_AnotherCulture_GivesTheSameBytes()
    {
        var culture = CultureInfo.CurrentCulture;
        var expected = Pack(Spec(Rows)).Onnx;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(expected, Pack(Spec(Rows)).Onnx);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static ExperimentSpec Spec(DataSpec data) => new() { Id = "run-1", Model = "pump", Data = data };

    private static ModelDraft Pack(ExperimentSpec spec, TrainedNetwork? network = null)
    {
        var data = DataSets.Load(spec.Data);
        using var session = new FixedSession(network ?? Networks.Create([data.Features, data.Targets]));
        return ModelPackager.Pack(spec, data, session, 0.1f, "libtorch 2.10.0");
    }

    private static (string Key, string Value)[] Metadata(ModelDraft draft) =>
        [.. ModelProto.Parser.ParseFrom(draft.Onnx).MetadataProps.Select(entry => (entry.Key, entry.Value))];
}
