using System.Text.Json;

namespace Aspire.Hosting.Dcp;

/// <summary>One object in the orchestrator's Kubernetes-style API.</summary>
internal sealed record DcpObject<TSpec, TStatus>(string Kind, DcpMetadata Metadata, TSpec Spec, TStatus? Status = default)
{
    public string ApiVersion { get; init; } = $"{DcpClient.Group}/{DcpClient.Version}";
}

internal sealed record DcpMetadata(string Name)
{
    public Dictionary<string, string>? Annotations { get; init; }

    public DateTime? CreationTimestamp { get; init; }
}

internal sealed record ExecutableSpec(string ExecutablePath, string WorkingDirectory)
{
    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyList<DcpVariable> Env { get; init; } = [];

    public string ExecutionType { get; init; } = "Process";

    public bool? Stop { get; init; }
}

internal sealed record DcpVariable(string Name, string Value);

internal sealed record ExecutableStatus
{
    public string? State { get; init; }

    public int? Pid { get; init; }

    public int? ExitCode { get; init; }

    public DateTime? StartupTimestamp { get; init; }

    public DateTime? FinishTimestamp { get; init; }

    public IReadOnlyList<DcpVariable>? EffectiveEnv { get; init; }

    public IReadOnlyList<string>? EffectiveArgs { get; init; }
}

internal sealed record ServiceSpec
{
    public string? Address { get; init; }

    public int? Port { get; init; }

    public string Protocol { get; init; } = "TCP";

    public string? AddressAllocationMode { get; init; }
}

internal sealed record ServiceStatus
{
    public string? EffectiveAddress { get; init; }

    public int? EffectivePort { get; init; }
}

/// <summary>Says in an executable's annotation that its process serves a service, and at which of its own ports.</summary>
internal sealed record ServiceProducer(string ServiceName, string Address, int? Port);

/// <summary>One line of a watch stream.</summary>
internal sealed record DcpEvent<T>(string Type, T Object);

internal static class ExecutableStates
{
    public const string Finished = "Finished";
    public const string Terminated = "Terminated";
    public const string FailedToStart = "FailedToStart";

    public static bool IsFinal(string? state) => state is Finished or Terminated or FailedToStart;
}

internal static class DcpJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
