using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Api;

namespace Distributed.InferenceService.Tests.Serving;

public sealed class ImpossibleNameTests
{
    [Theory]
    [InlineData("", null, "there is no model ''")]
    [InlineData("a\0", null, "there is no model 'a\0'")]
    [InlineData("größe", "1", "there is no model 'größe'")]
    [InlineData("m", "01", "model 'm' has no version '01'; a version is a number from 1 to 2147483647, or an alias")]
    [InlineData("m", "a\0", "model 'm' has no version 'a\0'; a version is a number from 1 to 2147483647, or an alias")]
    [InlineData("n", "2147483648", "model 'n' has no version '2147483648'; a version is a number from 1 to 2147483647, or an alias")]
    public async Task Resolve_NameThatCannotExist_IsNotFoundWithoutTheStore(string model, string? version, string expected)
    {
        await using var app = await AliasesApiTests.WithLinesAsync(1);
        app.Gate.Fault = new InvalidOperationException("The store was asked.");

        var resolved = await app.Models.ResolveAsync(model, version, CancellationToken.None);

        Assert.Equal(new ServingFault(ServingFaultKind.NotFound, expected), resolved.Fault);
    }
}
