using System.Text;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Small damage: bytes changed, cut out, repeated, or pieces of JSON put in.</summary>
internal static class Mutation
{
    private static readonly string[] Fragments =
    [
        "[", "]", "{", "}", ",", ":", "\"", "\\", "null", "true", "1e400", "-", "-0", "NaN", "\\ud800", "\u0000", "ü", "\"data\":", "\"inputs\":[",
        "\"shape\":[", "9223372036854775808", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "INT8", "FP16", "\"parameters\":{\"binary_data_output\":true}",
    ];

    public static byte[] Apply(byte[] original, Random random)
    {
        List<byte> body = [.. original];
        for (var changes = random.Next(1, 4); changes > 0 && body.Count > 0; changes--)
        {
            Change(body, random.Next(body.Count), random);
        }

        return [.. body];
    }

    private static void Change(List<byte> body, int at, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                body[at] = (byte)random.Next(256);
                break;
            case 1:
                body.RemoveRange(at, Math.Min(random.Next(1, 12), body.Count - at));
                break;
            case 2:
                body.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                break;
            case 3:
                body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 40), body.Count - at)));
                break;
            case 4:
                body[at] = (byte)('0' + random.Next(10));
                break;
            default:
                body.RemoveRange(at, body.Count - at);
                break;
        }
    }
}
