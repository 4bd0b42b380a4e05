using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.Orchestration;

/// <summary>Turns one instance of a resource into the orchestrator's description of a process.</summary>
internal sealed class ProcessSpecBuilder(AppHostMetadata metadata, DistributedApplicationExecutionContext executionContext)
{
    public async Task<DcpObject<ExecutableSpec, ExecutableStatus>> BuildAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var spec = instance.Resource switch
        {
            ExecutableResource executable => new ExecutableSpec(executable.Command, executable.WorkingDirectory),
            ProjectResource project => CreateProjectSpec(project.Annotations.OfType<IProjectMetadata>().Single()),
            _ => throw new DistributedApplicationException($"The resource '{instance.Resource.Name}' is not a process."),
        };

        spec = spec with
        {
            Args = [.. spec.Args, .. await GetArgsAsync(instance.Resource, cancellationToken).ConfigureAwait(false)],
            Env = await GetEnvironmentAsync(instance.Resource, cancellationToken).ConfigureAwait(false),
        };
        return new("Executable", new DcpMetadata(instance.Name) { Annotations = GetAnnotations(instance) }, spec);
    }

    /// <summary>A project that was built along with the application host needs no second build tool to be started.</summary>
    private ExecutableSpec CreateProjectSpec(IProjectMetadata project)
    {
        IReadOnlyList<string> args = metadata.OutputOf(project.ProjectPath) is { } assembly
            ? ["exec", assembly]
            : ["run", "--project", project.ProjectPath, .. project.SuppressBuild ? ["--no-build"] : Array.Empty<string>(), "--no-launch-profile", "--"];
        return new ExecutableSpec("dotnet", Path.GetDirectoryName(project.ProjectPath)!) { Args = args };
    }

    private static async Task<IReadOnlyList<string>> GetArgsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext(resource, cancellationToken);
        foreach (var callback in resource.Annotations.OfType<ArgsCallback>())
        {
            await callback.Fill(context).ConfigureAwait(false);
        }

        var args = new List<string>();
        foreach (var value in context.Args)
        {
            if (await ResolveAsync(value, cancellationToken).ConfigureAwait(false) is { } arg)
            {
                args.Add(arg);
            }
        }

        return args;
    }

    private async Task<IReadOnlyList<DcpVariable>> GetEnvironmentAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallback>())
        {
            await callback.Fill(context).ConfigureAwait(false);
        }

        var variables = new List<DcpVariable>();
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await ResolveAsync(value, cancellationToken).ConfigureAwait(false) is { } text)
            {
                variables.Add(new(name, text));
            }
        }

        return variables;
    }

    private static async ValueTask<string?> ResolveAsync(object value, CancellationToken cancellationToken) => value switch
    {
        string text => text,
        IValueProvider provider => await provider.GetValueAsync(cancellationToken).ConfigureAwait(false),
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken).ConfigureAwait(false),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, string> GetAnnotations(ResourceInstance instance)
    {
        var annotations = new Dictionary<string, string>
        {
            ["resource-name"] = instance.Resource.Name,
            ["otel-service-name"] = instance.Resource.Name,
            ["otel-service-instance-id"] = instance.Suffix,
        };
        var produced = instance.Resource.Annotations.OfType<EndpointAnnotation>()
            .Select(e => new ServiceProducer(e.ServiceName, e.TargetHost, e.TargetPort))
            .ToList();
        if (produced.Count > 0)
        {
            annotations["service-producer"] = JsonSerializer.Serialize(produced, DcpJson.Options);
        }

        return annotations;
    }
}
