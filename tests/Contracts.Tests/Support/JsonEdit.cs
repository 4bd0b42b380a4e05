using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.Contracts.Tests.Support;

/// <summary>A place in a text, with what is cut there and what is put there.</summary>
internal sealed record JsonEdit(int Place, int Cut, byte[] Put)
{
    private static Gen<byte[]> AnyByte => Gen.Choose(0, 255).Select(value => new[] { (byte)value });

    /// <summary>One to three places, where bytes or one of the fragments are put.</summary>
    public static Arbitrary<JsonEdit[]> Any(string[] fragments) => Arb.From(
        from count in Gen.Choose(1, 3)
        from edits in (
            from place in Gen.Choose(0, int.MaxValue)
            from cut in Gen.Choose(0, 6)
            from put in Gen.OneOf(Gen.Elements(fragments).Select(Encoding.UTF8.GetBytes), AnyByte)
            select new JsonEdit(place, cut, put)).ArrayOf(count)
        select edits);

    public static byte[] Apply(byte[] json, JsonEdit edit)
    {
        var from = json.Length == 0 ? 0 : edit.Place % json.Length;
        var to = Math.Min(json.Length, from + edit.Cut);
        return [.. json[..from], .. edit.Put, .. json[to..]];
    }
}
