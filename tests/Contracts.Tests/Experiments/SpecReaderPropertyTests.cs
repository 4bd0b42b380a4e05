using Distributed.Contracts.Experiments;
using Distributed.Contracts.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Contracts.Tests.Experiments;

public sealed class SpecReaderPropertyTests
{
    private static readonly string[] Fragments =
    [
        "", "{", "}", "[", "]", ",", ":", "\"", "\\", "\\uD800", "null", "true", "1e400", "-", "0", "\"kind\"", "\"x\":", "NaN", "[[]]",
        "{\"data\":{}}", " ", "\u00e9", "\u0000",
    ];

    [Fact]
    public void WriteThenRead_AnyValidSpec_GivesTheSameBytes() =>
        Prop.ForAll(SpecGenerator.Valid, spec =>
        {
            var bytes = SpecJson.Write(spec);
            var read = SpecReader.Read(bytes);
            Assert.True(read.IsValid, string.Join('\n', read.Errors));
            Assert.Equal(bytes, SpecJson.Write(read.Spec));
            Assert.Equal(bytes, SpecJson.Write(SpecJson.Read(bytes)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Read_AnyMutationOfAValidSpec_GivesASpecOrErrors() =>
        Prop.ForAll(SpecGenerator.Valid, JsonEdit.Any(Fragments), (spec, edits) =>
        {
            var result = SpecReader.Read(edits.Aggregate(SpecJson.Write(spec), JsonEdit.Apply));
            Assert.NotEqual(result.IsValid, result.Errors.Count > 0);
            Assert.All(result.Errors, error => Assert.NotEqual("", error.Problem));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
}
