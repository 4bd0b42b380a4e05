using Distributed.InferenceService.Grpc;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.InferenceService.Tests.Grpc;

public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("has 3 values; the shape [2, 2] needs 4", "has 3 values; the shape [2, 2] needs 4")]
    [InlineData("50 %", "50 %25")]
    [InlineData("é\n~\u007F", "%C3%A9%0A~%7F")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData("", "")]
    public void Encode_AnyText_IsPrintableAscii(string text, string expected) => Assert.Equal(expected, StatusMessage.Encode(text));

    [Fact]
    public void Encode_HalfACharacter_IsReplaced() => Assert.Equal("%EF%BF%BD!", StatusMessage.Encode("\ud800!"));

    [Fact]
    public void Encode_AnyShortText_ComesBackWhenDecoded() => Check.QuickThrowOnFailure(Prop.ForAll<string?>(text =>
    {
        var valid = new string([.. (text ?? "").Where(character => !char.IsSurrogate(character))]);
        return Uri.UnescapeDataString(StatusMessage.Encode(valid)) == valid;
    }));

    [Fact]
    public void Encode_LongText_EndsBetweenCharacters()
    {
        var encoded = StatusMessage.Encode(new string('a', 999) + "😀 and more");

        Assert.Equal(new string('a', 999) + "…", Uri.UnescapeDataString(encoded));
    }
}
