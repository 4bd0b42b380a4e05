using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Aspire.Hosting.Orchestration;
using Google.Protobuf.WellKnownTypes;
using HealthStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace Aspire.Hosting.Dashboard;

/// <summary>Writes snapshots as the messages that the dashboard understands.</summary>
internal static class ResourceMessages
{
    public static Wire.Resource Create(ResourceEvent resourceEvent)
    {
        var (resource, snapshot) = (resourceEvent.Resource, resourceEvent.Snapshot);
        var message = new Wire.Resource
        {
            Name = resourceEvent.ResourceId,
            Uid = resourceEvent.ResourceId,
            DisplayName = resource.Name,
            ResourceType = snapshot.ResourceType,
            IsHidden = snapshot.IsHidden,
            SupportsDetailedTelemetry = true,
            CreatedAt = ToTimestamp(snapshot.CreationTimeStamp),
            StartedAt = ToTimestamp(snapshot.StartTimeStamp),
            StoppedAt = ToTimestamp(snapshot.StopTimeStamp),
        };
        if (snapshot.State is { } state)
        {
            message.State = state.Text;
            message.StateStyle = state.Style ?? "";
        }

        message.Urls.AddRange(snapshot.Urls.Select(CreateUrl));
        message.HealthReports.AddRange(snapshot.HealthReports.Select(CreateHealthReport));
        message.Properties.AddRange(snapshot.Properties.Select(CreateProperty));
        message.Commands.AddRange(CreateCommands(resource, snapshot));
        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(v => new EnvironmentVariable
        {
            Name = v.Name,
            Value = v.Value ?? "",
            IsFromSpec = v.IsFromSpec,
        }));
        message.Relationships.AddRange(resource.Annotations.OfType<Relationship>().Distinct().Select(r => new ResourceRelationship
        {
            ResourceName = r.Resource.Name,
            Type = r.Type,
        }));
        if (snapshot.ExitCode is { } exitCode)
        {
            message.Properties.Add(new ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(exitCode) });
        }

        return message;
    }

    private static Url CreateUrl(UrlSnapshot url) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = url.IsInactive,
        DisplayProperties = new UrlDisplayProperties { DisplayName = url.DisplayName },
    };

    private static HealthReport CreateHealthReport(HealthReportSnapshot report)
    {
        var message = new HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = ToTimestamp(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                HealthStatus.Healthy => Wire.HealthStatus.Healthy,
                HealthStatus.Degraded => Wire.HealthStatus.Degraded,
                _ => Wire.HealthStatus.Unhealthy,
            };
        }

        return message;
    }

    private static ResourceProperty CreateProperty(ResourcePropertySnapshot property) => new()
    {
        Name = property.Name,
        IsSensitive = property.IsSensitive,
        Value = property.Value switch
        {
            null => Value.ForNull(),
            IEnumerable<string> values => Value.ForList([.. values.Select(Value.ForString)]),
            int number => Value.ForString(number.ToString(CultureInfo.InvariantCulture)),
            var value => Value.ForString(value.ToString()),
        },
    };

    private static IEnumerable<ResourceCommand> CreateCommands(IResource resource, CustomResourceSnapshot snapshot)
    {
        if (resource is not (ExecutableResource or ProjectResource) || snapshot.IsHidden)
        {
            return [];
        }

        var runs = snapshot.State?.Text == KnownResourceStates.Running;
        var ended = snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);
        return
        [
            CreateCommand(KnownResourceCommands.StartCommand, "Start", "Play", shown: ended, enabled: true),
            CreateCommand(KnownResourceCommands.StopCommand, "Stop", "Stop", shown: !ended, enabled: runs),
            CreateCommand(KnownResourceCommands.RestartCommand, "Restart", "ArrowCounterclockwise", shown: true, enabled: runs),
        ];
    }

    private static ResourceCommand CreateCommand(string name, string displayName, string icon, bool shown, bool enabled) => new()
    {
        Name = name,
        DisplayName = displayName,
        DisplayDescription = $"{displayName} resource",
        IconName = icon,
        IconVariant = name == KnownResourceCommands.RestartCommand ? IconVariant.Regular : IconVariant.Filled,
        IsHighlighted = name != KnownResourceCommands.RestartCommand || enabled,
        State = (shown, enabled) switch
        {
            (false, _) => ResourceCommandState.Hidden,
            (_, false) => ResourceCommandState.Disabled,
            _ => ResourceCommandState.Enabled,
        },
    };

    private static Timestamp? ToTimestamp(DateTime? time) => time is { } value ? Timestamp.FromDateTime(value.ToUniversalTime()) : null;
}
