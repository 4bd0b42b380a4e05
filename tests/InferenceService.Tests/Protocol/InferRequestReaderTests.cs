using System.Buffers;
using System.Globalization;
using System.Text;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class InferRequestReaderTests
{
    [Fact]
    public void Read_AnyFloats_ComeBackBitForBitFlatOrNested() => Check.QuickThrowOnFailure(Prop.ForAll<float[]>(values =>
    {
        float[] finite = [.. values.Where(float.IsFinite)];
        return Same(finite, ReadData(string.Join(',', finite.Select(Show))))
            && Same(finite, ReadData(string.Join(',', finite.Select(value => $"[{Show(value)}]"))));
    }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    public void Read_BodyInPieces_IsTheSameAsWhole(int size)
    {
        const string body = """{"id":"aé😀","inputs":[{"name":"x","data":[1.25,-3e2],"shape":[2,1],"datatype":"FP32"}],"outputs":[{"name":"y"}]}""";
        using var request = new InferRequest();

        Assert.Null(InferRequestReader.Read(Pieces.Split(Encoding.UTF8.GetBytes(body), size), request));

        Assert.Equal("aé😀", request.Id);
        Assert.Equal([new RequestedOutput("y")], request.Outputs);
        var input = Assert.Single(request.Inputs!);
        Assert.Equal(("x", "FP32"), (input.Name, input.Datatype));
        Assert.Equal([2L, 1L], input.Shape);
        Assert.Equal([1.25f, -300f], input.Data!.Values.ToArray());
    }

    private static float[] ReadData(string values)
    {
        using var request = new InferRequest();
        var body = Encoding.UTF8.GetBytes($$"""{"inputs":[{"data":[{{values}}]}]}""");
        Assert.Null(InferRequestReader.Read(new ReadOnlySequence<byte>(body), request));
        return request.Inputs![0].Data!.Values.ToArray();
    }

    private static bool Same(float[] expected, float[] found) =>
        expected.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(found.Select(BitConverter.SingleToUInt32Bits));

    private static string Show(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
