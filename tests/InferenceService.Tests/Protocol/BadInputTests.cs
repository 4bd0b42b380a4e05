using System.Net;
using Distributed.InferenceService.Tests.Support;

namespace Distributed.InferenceService.Tests.Protocol;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "the body is an array; it must be an object")]
    [InlineData("null", "the body is null")]
    [InlineData("{} {}", "not valid JSON")]
    [InlineData("{}", "no 'inputs'")]
    [InlineData("""{"inputs":{}}""", "'inputs' is an object; it must be an array")]
    [InlineData("""{"inputs":[]}""", "takes one input, 'x'; given: none")]
    [InlineData("""{"inputs":[7]}""", "inputs[0] is a number; it must be an object")]
    [InlineData("""{"inputs":[],"inputs":[]}""", "'inputs' is given twice")]
    [InlineData("""{"inputs":[{}]}""", "inputs[0] has no 'name'")]
    [InlineData("""{"inputs":[{"name":7}]}""", "inputs[0].name is a number; it must be a string")]
    [InlineData("""{"inputs":[{"name":"z"}]}""", "takes one input, 'x'; given: 'z'")]
    [InlineData("""{"inputs":[{"name":"x"},{"name":"z"}]}""", "given: 'x', 'z'")]
    [InlineData("""{"inputs":[{"name":"x"}]}""", "input 'x' has no 'datatype'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32"}]}""", "input 'x' has no 'shape'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2]}]}""", "input 'x' has no 'data'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,3],"data":[1,2,3]}]}""", "has the shape [1, 3]; model 'm' version 1 takes [-1, 2]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2]}]}""", "has the shape [2]; model 'm' version 1 takes [-1, 2]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[-1,2],"data":[1,2]}]}""", "inputs[0].shape[0] must be an integer of 0 or more")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1.5,2],"data":[1,2]}]}""", "inputs[0].shape[0] must be an integer")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,1,1,1,1,1,1,1,1],"data":[1]}]}""", "more than 8 dimensions")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[4611686018427387904,2],"data":[1,2]}]}""", "4611686018427387904 rows; at most 100")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[101,2],"data":[1,2]}]}""", "has 101 rows; at most 100 are allowed")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":[1,2,3]}]}""", "has 3 values; the shape [2, 2] needs 4")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2],[3]]}]}""", "inputs[0].data is nested unevenly")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2],3,4]}]}""", "inputs[0].data is nested unevenly")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[[1],[2]]}]}""", "is nested as [2, 1]; the shape is [1, 2]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[[[[[[[[[1]]]]]]]]]}]}""", "nested more than 8 deep")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,"2"]}]}""", "has a string as value 1; it must be a number")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[null,2]}]}""", "has null as value 0")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[NaN,2]}]}""", "not valid JSON")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1e39,2]}]}""", "value 0 that is too large for FP32")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1e999999999999,2]}]}""", "too large for FP32")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":7}]}""", "inputs[0].data is a number; it must be an array")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"BYTES","shape":[1,2],"data":[1,2]}]}""", "has the datatype 'BYTES'; allowed are FP32, FP64, INT8")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP16","shape":[1,2],"data":[1,2]}]}""", "has no other form than bytes")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT8","shape":[1,2],"data":[1,128]}]}""", "has 128 at data[1]; INT8 is read as integers from -128 to 127")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT32","shape":[1,2],"data":[1.5,1]}]}""", "has 1.5 at data[0]; INT32 is read as integers")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT64","shape":[1,2],"data":[1,16777218]}]}""", "has 16777218 at data[1]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT64","shape":[1,2],"data":[1,16777217]}]}""", "has a number at data[1] that FP32 cannot hold")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT8","shape":[1,2],"data":[1,1.000000001]}]}""", "has a number at data[1] that FP32 cannot hold")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,true]}]}""", "has a boolean at data[1]; FP32 takes numbers")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"BOOL","shape":[1,2],"data":[1,2]}]}""", "has 2 at data[1]; BOOL is read as integers from 0 to 1")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2],"parameters":[]}]}""", "inputs[0].parameters is an array; it must be an object")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"outputs":[{"name":"q"}]}""", "has one output, 'y'; asked for: 'q'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"outputs":[{}]}""", "outputs[0] has no 'name'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,2]}],"id":7}""", "'id' is a number; it must be a string")]
    [InlineData("""{"id":"\ud800"}""", "not valid Unicode")]
    public async Task Infer_FaultyBody_IsOneSentenceWithStatus400(string body, string expected)
    {
        await using var app = await InferenceApp.CreateAsync(("Serving:MaxBatch", "100"));
        await app.PublishAsync(LinearModel.Counting(2, 1).Draft("m"));

        var (response, answer) = await app.InferAsync("/v2/models/m/infer", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, Assert.Single(answer.EnumerateObject()).Value.GetString(), StringComparison.Ordinal);
        Assert.True(answer.TryGetProperty("error", out _));
    }

    [Theory]
    [InlineData("/v2/models/none/infer", "there is no model 'none'")]
    [InlineData("/v2/models/m/versions/2/infer", "model 'm' has no version '2'; the newest is 1")]
    [InlineData("/v2/models/m/versions/01/infer", "model 'm' has no version '01'")]
    [InlineData("/v2/models/m/versions/99999999999/infer", "no version '99999999999'")]
    [InlineData("/v2/models/m/versions/champion/infer", "no version 'champion'")]
    [InlineData("/v2/models/none/versions/1/infer", "there is no model 'none'")]
    [InlineData("/v2/models/m/explain", "there is nothing at '/v2/models/m/explain'")]
    public async Task Infer_UnknownAddress_Is404(string path, string expected)
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(LinearModel.Line(1, 0).Draft("m"));

        var (response, answer) = await app.InferAsync(path, Bodies.Flat(1, 1));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(expected, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_WrongMethod_Is405InTheProtocolsForm()
    {
        await using var app = await InferenceApp.CreateAsync();

        var (response, answer) = await app.GetAsync("/v2/models/m/infer");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("does not take GET; allowed: POST", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }
}
