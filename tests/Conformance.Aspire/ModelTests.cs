using Aspire.Hosting.Testing;

namespace Distributed.Conformance.Aspire;

/// <summary>What an application host refuses before anything runs.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly IDistributedApplicationTestingBuilder _builder = DistributedApplicationTestingBuilder.Create("--greeting=hello");

    public void Dispose() => _builder.Dispose();

    [Theory]
    [InlineData("1st")]
    [InlineData("under_score")]
    [InlineData("white space")]
    public void Name_ThatIsNoHostName_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => _builder.AddExecutable(name, "dotnet", "."));

    [Fact]
    public void Name_UsedAlready_IsRefusedInAnyCase()
    {
        _builder.AddExecutable("tool", "dotnet", ".");

        Assert.Throws<DistributedApplicationException>(() => _builder.AddExecutable("TOOL", "dotnet", "."));
    }

    [Fact]
    public void Endpoint_WithNameUsedAlready_IsRefused()
    {
        var tool = _builder.AddExecutable("tool", "dotnet", ".").WithHttpEndpoint();

        Assert.Throws<DistributedApplicationException>(() => tool.WithHttpEndpoint());
    }

    [Fact]
    public void HealthCheck_WithoutEndpoint_IsRefused()
    {
        var tool = _builder.AddExecutable("tool", "dotnet", ".");

        Assert.Throws<DistributedApplicationException>(() => tool.WithHttpHealthCheck("/health"));
    }

    [Fact]
    public void Endpoint_NotAllocated_HasNoUrl()
    {
        var endpoint = _builder.AddExecutable("tool", "dotnet", ".").WithHttpEndpoint(port: 5000).GetEndpoint("http");

        Assert.True(endpoint.Exists);
        Assert.False(endpoint.IsAllocated);
        Assert.Throws<InvalidOperationException>(() => endpoint.Url);
        Assert.False(new EndpointReference(endpoint.Resource, "other").Exists);
    }

    [Fact]
    public void Arguments_OfTheHost_AreConfiguration() => Assert.Equal("hello", _builder.Configuration["greeting"]);

    [Fact]
    public void Host_Runs_AndDoesNotPublish()
    {
        Assert.True(_builder.ExecutionContext.IsRunMode);
        Assert.False(_builder.ExecutionContext.IsPublishMode);
    }

    [Fact]
    public void ProjectClass_NamesItsProjectFile() => Assert.True(File.Exists(new Projects.Worker().ProjectPath));

    [Fact]
    public void HostClass_NamesItsDirectory() =>
        Assert.Equal("Conformance.Aspire.AppHost", Path.GetFileName(Projects.Conformance_Aspire_AppHost.ProjectPath));

    [Fact]
    public async Task ReferenceExpression_FormatsItsValues()
    {
        var parameter = _builder.AddParameter("port", "5432");
        var expression = ReferenceExpression.Create($"Host={"db"};Port={parameter};Braces={{}}");

        Assert.Equal("Host=db;Port=5432;Braces={}", await expression.GetValueAsync(CancellationToken.None));
    }
}
