using Distributed.Contracts.Experiments;
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
        Prop.ForAll(SpecGenerator.Valid, Arb.From(Edits), (spec, edits) =>
        {
            var result = SpecReader.Read(edits.Aggregate(SpecJson.Write(spec), Apply));
            Assert.NotEqual(result.IsValid, result.Errors.Count > 0);
            Assert.All(result.Errors, error => Assert.NotEqual("", error.Problem));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    /// <summary>One to three places, each with what is cut there and what is put there.</summary>
    private static Gen<Edit[]> Edits =>
        from count in Gen.Choose(1, 3)
        from edits in (
            from place in Gen.Choose(0, int.MaxValue)
            from cut in Gen.Choose(0, 6)
            from put in Gen.OneOf(Gen.Elements(Fragments).Select(System.Text.Encoding.UTF8.GetBytes), AnyByte)
            select new Edit(place, cut, put)).ArrayOf(count)
        select edits;

    private static Gen<byte[]> AnyByte => Gen.Choose(0, 255).Select(value => new[] { (byte)value });

    private static byte[] Apply(byte[] json, Edit edit)
    {
        var from = json.Length == 0 ? 0 : edit.Place % json.Length;
        var to = Math.Min(json.Length, from + edit.Cut);
        return [.. json[..from], .. edit.Put, .. json[to..]];
    }

    private sealed record Edit(int Place, int Cut, byte[] Put);
}
