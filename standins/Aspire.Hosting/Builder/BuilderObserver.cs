using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets the testing package take part in how an application host is built.</summary>
internal interface IBuilderObserver
{
    void Constructing(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    void Building(IDistributedApplicationBuilder builder);

    void Built(DistributedApplication application);
}

internal static class BuilderObserver
{
    private static readonly AsyncLocal<IBuilderObserver?> Observer = new();

    /// <summary>The observer of the flow of control that is building; null outside tests.</summary>
    public static IBuilderObserver? Current
    {
        get => Observer.Value;
        set => Observer.Value = value;
    }
}
