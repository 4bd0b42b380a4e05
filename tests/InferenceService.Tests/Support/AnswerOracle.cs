using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>
/// What a request that was answered 200 must have been answered with, read from the request by other means than the server's: whatever
/// the server lets through has to be JSON with the values that the model itself gives for what is written there.
/// </summary>
internal static class AnswerOracle
{
    // float32 sums in another order than the oracle's double.
    private const double Tolerance = 1e-5;

    public static async Task CheckAsync(FuzzedRequest request, HttpResponseMessage response, LinearModel model)
    {
        var (json, values) = await BinaryBody.ReadAsync(response);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            Assert.Equal(JsonValueKind.String, json.GetProperty("error").ValueKind);
        }
        else if (request.Path == "/v2/batch")
        {
            CheckBatch(request, json, model);
        }
        else if (request.Path.EndsWith("/infer", StringComparison.Ordinal))
        {
            CheckValues(ReadInputs(request), Values(json, values), model);
        }
    }

    private static void CheckBatch(FuzzedRequest request, JsonElement answer, LinearModel model)
    {
        using var asked = JsonDocument.Parse(request.Body);
        var requests = asked.RootElement.GetProperty("requests").EnumerateArray().ToArray();
        var responses = answer.GetProperty("responses").EnumerateArray().ToArray();
        Assert.Equal(requests.Length, responses.Length);
        foreach (var (one, its) in requests.Zip(responses))
        {
            if (!its.TryGetProperty("error", out _))
            {
                CheckValues(Numbers(one.GetProperty("inputs")[0].GetProperty("data")), Values(its, []), model);
            }
        }
    }

    private static void CheckValues(double[] x, double[] y, LinearModel model)
    {
        var rows = x.Chunk(model.Features).ToArray();
        Assert.Equal(rows.Length * model.Targets, y.Length);
        foreach (var (row, answered) in rows.Zip(y))
        {
            var terms = row.Zip(model.Weight[0], (value, weight) => value * weight).Append(model.Bias[0]).ToArray();
            var expected = terms.Sum();
            var allowed = Tolerance * terms.Sum(Math.Abs);
            var overflows = !double.IsFinite(expected) || Math.Abs(expected) + allowed > float.MaxValue;
            Assert.True(overflows ? !double.IsFinite(answered) || allowed > 0 : Math.Abs(answered - expected) <= allowed, $"[{string.Join(", ", row)}] gave {answered}");
        }
    }

    private static double[] ReadInputs(FuzzedRequest request)
    {
        if (request.HeaderLength is { } header && int.Parse(header, CultureInfo.InvariantCulture) == 0)
        {
            return Singles(request.Body);
        }

        using var document = JsonDocument.Parse(request.Json);
        var input = document.RootElement.GetProperty("inputs")[0];
        return input.TryGetProperty("data", out var data) ? Numbers(data)
            : input.GetProperty("datatype").GetString() == "FP32" ? Singles(request.Body[request.Json.Length..])
            : throw new InvalidOperationException("Only FP32 is sent as binary; a mutation made another type of the same size.");
    }

    private static double[] Values(JsonElement answer, float[] binary) => answer.GetProperty("outputs")[0].TryGetProperty("data", out var data)
        ? [.. data.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetSingle())]
        : [.. binary.Select(value => (double)value)];

    private static double[] Numbers(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Array => [.. data.EnumerateArray().SelectMany(Numbers)],
        JsonValueKind.True => [1],
        JsonValueKind.False => [0],
        _ => [data.GetSingle()],
    };

    private static double[] Singles(byte[] bytes) => [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(value => (double)value)];
}
