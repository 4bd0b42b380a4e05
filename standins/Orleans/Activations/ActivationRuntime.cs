using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Directory;
using Orleans.Dispatch;
using Orleans.References;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Activations;

/// <summary>What activations need of their silo.</summary>
internal sealed class ActivationRuntime(
    ILocalSiloDetails silo, RequestInvoker invoker, MessageCenter messages, GrainDirectory directory, IGrainLocator locator,
    ReferenceFactory references, IServiceScopeFactory scopes,
    CatalogInstruments instruments, TimeProvider time, IOptions<GrainCollectionOptions> collection, IOptions<SiloMessagingOptions> messaging,
    ILogger<Activation> logger)
{
    public ILocalSiloDetails Silo { get; } = silo;

    public RequestInvoker Invoker { get; } = invoker;

    public MessageCenter Messages { get; } = messages;

    public GrainDirectory Directory { get; } = directory;

    public IGrainLocator Locator { get; } = locator;

    public ReferenceFactory References { get; } = references;

    public IServiceScopeFactory Scopes { get; } = scopes;

    public CatalogInstruments Instruments { get; } = instruments;

    public TimeProvider Time { get; } = time;

    public GrainCollectionOptions Collection { get; } = collection.Value;

    public SiloMessagingOptions Messaging { get; } = messaging.Value;

    public ILogger Logger { get; } = logger;
}
