using System.Text.Json;

namespace Distributed.Contracts.Experiments;

/// <summary>The rules of a spec's data, one table a kind.</summary>
internal static class DataRules
{
    private const int MaxSamples = 1_000_000;
    private const int MaxFeatures = 1_000;
    private const int MaxTargets = 100;
    private const long MaxValues = 10_000_000;
    private const string ListOfRows = "a list of rows, each a list of numbers";

    private static readonly SpecObject<RegressionData> Regression = new(
    [
        KindField<RegressionData>(),
        new("samples", (data, value) => data with { Samples = value.Count(MaxSamples, data.Samples) }, Whole: true),
        new("features", (data, value) => data with { Features = value.Count(MaxFeatures, data.Features) }, Whole: true),
        new("informative", (data, value) =>
            data with { Informative = value.Count(MaxFeatures, data.Informative, min: 0) }, Whole: true),
        new("targets", (data, value) => data with { Targets = value.Count(MaxTargets, data.Targets) }, Whole: true),
        new("noise", (data, value) => data with { Noise = value.Number(SpecRange.NonNegative, data.Noise) }),
        new("bias", (data, value) => data with { Bias = value.Number(SpecRange.Finite, data.Bias) }),
        new("shuffle", (data, value) => data with { Shuffle = value.Boolean(data.Shuffle) }),
        new("randomState", (data, value) =>
            data with { RandomState = (uint)value.Integer(0, uint.MaxValue, data.RandomState) }, Whole: true),
    ],
        new("informative", ["features"],
            data => data.Informative <= data.Features,
            data => $"was {data.Informative}; must be at most features, which is {data.Features}."),
        new("samples", ["features", "targets"],
            data => Fits(data.Samples, data.Features, data.Targets),
            data => TooLarge(data.Samples, data.Features, data.Targets)));

    private static readonly SpecObject<InlineData> Inline = new(
    [
        KindField<InlineData>(),
        new("x", (data, value) => data with { X = MatrixReader.Read(value, MaxSamples, MaxFeatures, flat: false) }, Missing: ListOfRows),
        new("y", (data, value) => data with { Y = MatrixReader.Read(value, MaxSamples, MaxTargets, flat: true) },
            Missing: $"{ListOfRows}, or a list of numbers"),
    ],
        new("y", ["x"],
            data => data.Y.Length == data.X.Length,
            data => $"has {data.Y.Length} rows; must have as many as x, which has {data.X.Length}."),
        new("x", ["y"],
            data => Fits(data.X.Length, data.X[0].Length, data.Y[0].Length),
            data => TooLarge(data.X.Length, data.X[0].Length, data.Y[0].Length)));

    /// <summary>The data of an experiment. A field within it can be set by itself where the data is a regression.</summary>
    public static readonly SpecField<ExperimentSpec> Field = new(
        "data", (spec, value) => spec with { Data = Read(value, spec.Data) },
        Missing: "an object such as {\"kind\": \"regression\"} or {\"kind\": \"inline\", \"x\": …, \"y\": …}")
    {
        ReadOnce = value =>
        {
            var data = Read(value, new RegressionData());
            return spec => spec with { Data = data };
        },
        Inner =
        [
            .. Regression.Within<ExperimentSpec>("data", spec => (RegressionData)spec.Data, (spec, data) => spec with { Data = data })
                .Where(field => field.Name != "data.kind"),
        ],
    };

    /// <summary>Whether a rule between fields is about this field of a regression.</summary>
    public static bool Relates(string field) => Regression.Relates(field);

    /// <summary>Checks the rules between fields of a regression whose every field is sound by itself.</summary>
    public static void CheckRelations(RegressionData data, string path, SpecFaults faults) => Regression.CheckRelations(data, path, faults);

    /// <summary>Reads data of the kind that it names; without a name it is the tutorial's.</summary>
    /// <param name="value">The data.</param>
    /// <param name="fallback">What to give when it has a fault.</param>
    /// <param name="beside">A property that somebody else reads.</param>
    public static DataSpec Read(SpecValue value, DataSpec fallback, string? beside = null)
    {
        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            return value.Refuse("an object", fallback);
        }
        var kind = value.Json.EnumerateObject().LastOrDefault(property => JsonText.NameOf(property) == "kind").Value;
        return (kind.ValueKind == JsonValueKind.Undefined ? RegressionData.Kind : JsonText.Of(kind)) switch
        {
            RegressionData.Kind => Regression.Read(value, new RegressionData(), beside),
            InlineData.Kind => Inline.Read(value, new InlineData { X = [], Y = [] }, beside),
            _ => new SpecValue(kind, $"{value.Path}.kind", value.Faults).Refuse($"one of \"{RegressionData.Kind}\", \"{InlineData.Kind}\"", fallback),
        };
    }

    /// <summary>Known to both tables, and read before either is chosen.</summary>
    private static SpecField<T> KindField<T>() => new("kind", (data, _) => data);

    private static bool Fits(long samples, int features, int targets) => samples * (features + targets) <= MaxValues;

    private static string TooLarge(long samples, int features, int targets) =>
        $"makes {samples * (features + targets)} values of {samples} samples of {features} features and {targets} targets; "
        + $"must make at most {MaxValues}.";
}
