using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>What an answer of the API says when it refuses.</summary>
internal static class ProblemAssert
{
    /// <summary>Asserts that the answer is a problem with this status, whose detail contains the text.</summary>
    public static async Task IsAsync(HttpStatusCode status, string detail, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();
        Assert.Contains(detail, (string)problem!["detail"]!, StringComparison.Ordinal);
    }
}
