using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project with the endpoints and environment of its default launch profile, if it has one.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        RefuseLaunchProfile(project.ProjectPath);
        return builder.AddProject(name, project);
    }

    /// <summary>Adds a project; null as its launch profile means none.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        string? launchProfileName)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        if (launchProfileName is not null)
        {
            RefuseLaunchProfile(project.ProjectPath);
        }

        return builder.AddProject(name, project);
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        builder.Resource.Annotations.Add(new ReplicaAnnotation(replicas));
        return builder;
    }

    private static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder,
        string name,
        IProjectMetadata project)
    {
        var resource = builder.AddResource(new ProjectResource(name));
        resource.Resource.Annotations.Add(project);
        resource.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory");
        resource.WithOtlpEnvironment();
        resource.WithEnvironment("LOGGING__CONSOLE__FORMATTERNAME", "simple");
        resource.WithEnvironment("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true");
        return resource.WithEnvironment(context => AddAspNetCoreUrls(resource.Resource, context));
    }

    private static void AddAspNetCoreUrls(ProjectResource resource, EnvironmentCallbackContext context)
    {
        var urls = resource.Endpoints()
            .Where(e => e.Scheme is "http" or "https" && e.EndpointAnnotation.TargetPortVariable is null)
            .ToList();
        if (urls.Count > 0)
        {
            context.EnvironmentVariables["ASPNETCORE_URLS"] = new JoinedTargetUrls(urls);
        }
    }

    private static void RefuseLaunchProfile(string projectPath)
    {
        var settings = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        if (File.Exists(settings))
        {
            throw new NotSupportedException($"Launch profiles are not read here: add the project with launchProfileName null ({settings}).");
        }
    }
}
