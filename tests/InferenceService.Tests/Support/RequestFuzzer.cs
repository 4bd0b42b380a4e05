using System.Globalization;
using System.Text;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>Makes requests for model <c>m</c> with two features: some right, most nearly so, some nonsense. The same seed makes the same.</summary>
internal sealed class RequestFuzzer(int seed)
{
    private const string Infer = "/v2/models/m/infer";

    private static readonly string[] Paths =
    [
        "/v2/models/m/versions/1/infer", "/v2/models/m/versions/0/infer", "/v2/models/none/infer", "/v2/models/m%2Fn/infer",
        "/v2/models/%F0%9F%98%80/versions/%20/infer", "/v2/models/../infer", "/v2/batch", "/v2/repository/index", "/v2/models/m/versions/1/infer/",
    ];

    private static readonly string[] Datatypes = ["FP32", "FP64", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "BOOL"];

    private static readonly string[] Numbers =
        ["0", "-0", "1", "2.5", "-3e2", "1e-45", "3.4e38", "16777216", "16777217", "0.1", "-128", "255", "1e400", "1e39", "123456789012345678901234567890"];

    private readonly Random _random = new(seed);

    /// <summary>The next request.</summary>
    public FuzzedRequest Next()
    {
        var request = _random.Next(10) switch
        {
            < 4 => new FuzzedRequest(Infer, Encoding.UTF8.GetBytes(Json())),
            < 7 => Binary(),
            < 9 => new FuzzedRequest("/v2/batch", Encoding.UTF8.GetBytes(Batch())),
            _ => Noise(),
        };
        request = _random.Next(3) == 0 ? request : request with { Body = Mutation.Apply(request.Body, _random), HeaderLength = Shake(request.HeaderLength) };
        return _random.Next(20) == 0 ? request with { Path = Pick(Paths) } : request;
    }

    private string Json(string rest = "")
    {
        var rows = _random.Next(4);
        var datatype = _random.Next(3) == 0 ? Pick(Datatypes) : "FP32";
        var shown = Enumerable.Range(0, rows).Select(_ => $"{Number()},{Number()}");
        var data = string.Join(',', _random.Next(2) == 0 ? shown : shown.Select(row => $"[{row}]"));
        string[] fields = ["\"name\":\"x\"", $"\"shape\":[{rows},2]", $"\"datatype\":\"{datatype}\"", $"\"data\":[{data}]"];
        _random.Shuffle(fields);
        return $$"""{"id":"{{_random.Next()}}","inputs":[{{{string.Join(',', fields)}}}]{{Rest()}}{{rest}}}""";
    }

    private string Batch() => $$"""{"requests":[{{string.Join(',', Enumerable.Range(0, _random.Next(4)).Select(_ => Json(",\"model_name\":\"m\"")))}}]}""";

    private FuzzedRequest Binary()
    {
        var rows = _random.Next(4);
        float[] values = [.. Enumerable.Range(0, rows * 2).Select(_ => BitConverter.Int32BitsToSingle(_random.Next(2) == 0 ? _random.Next() : 0x3F800000))];
        var bytes = BinaryBody.Bytes(values);
        if (_random.Next(4) == 0)
        {
            return new(Infer, bytes, "0");
        }

        var json = Encoding.UTF8.GetBytes(BinaryBody.Json("FP32", rows, 2, bytes.Length, Rest()));
        return new(Infer, [.. json, .. bytes], json.Length.ToString(CultureInfo.InvariantCulture));
    }

    private FuzzedRequest Noise()
    {
        var bytes = new byte[_random.Next(200)];
        _random.NextBytes(bytes);
        return new(Infer, bytes, _random.Next(2) == 0 ? "0" : null);
    }

    private string Rest() => _random.Next(5) switch
    {
        0 => ""","outputs":[{"name":"y"}]""",
        1 => ""","outputs":[{"name":"y","parameters":{"binary_data":false}}]""",
        2 => ""","parameters":{"timeout":10000000,"a":[1,{}]}""",
        _ => "",
    };

    private string? Shake(string? headerLength) => headerLength is null || _random.Next(3) > 0
        ? headerLength
        : Pick(["-1", "0", "1", "99999999999999999999", "nine", "2147483648", "10", ""]);

    private string Number() => _random.Next(4) == 0 ? Pick(Numbers) : _random.Next(-100, 100).ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
