using System.Text;

namespace Distributed.Client.Tests;

public sealed class SweepNamingTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" { } ")]
    [InlineData("""{"base":{"id":"inner"},"list":[{"id":1},[]]}""")]
    public void Name_WithoutAnId_GivesANewOneAndLeavesTheRest(string json)
    {
        var (named, id) = SweepNaming.Name(Encoding.UTF8.GetBytes(json));
        var (_, other) = SweepNaming.Name(Encoding.UTF8.GetBytes(json));

        Assert.Matches("^[0-9a-f]{32}$", id);
        Assert.NotEqual(other, id);
        var text = Encoding.UTF8.GetString(named);
        Assert.Equal(id, (string?)System.Text.Json.Nodes.JsonNode.Parse(text)!["id"]);
        Assert.Equal(json, text.Replace($"\"id\":\"{id}\"", "", StringComparison.Ordinal).Replace("{,", "{", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"base":{},"id":"mine"}""", "mine")]
    [InlineData("""{"id":"mine","base":{}}""", "mine")]
    [InlineData("""{"id":7}""", null)]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("{\"base\":", null)]
    [InlineData("{\"base\":}", null)]
    public void Name_WithAnIdOrNoSweep_StaysAsItIs(string json, string? id)
    {
        var (named, found) = SweepNaming.Name(Encoding.UTF8.GetBytes(json));

        Assert.Equal((json, id), (Encoding.UTF8.GetString(named), found));
    }

    [Fact]
    public void Name_TextThatIsNotUtf8_StaysAsItIs()
    {
        byte[] json = [.. "{\"id\":\""u8, 0xFF, .. "\"}"u8];

        Assert.Equal((json, null), SweepNaming.Name(json));
    }

    [Fact]
    public void Name_ByteOrderMark_IsTakenAway() =>
        Assert.Equal("""{"id":"a"}"""u8.ToArray(), SweepNaming.Name([.. Encoding.UTF8.Preamble, .. """{"id":"a"}"""u8]).Json);
}
