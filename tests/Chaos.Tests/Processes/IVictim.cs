using Distributed.Chaos.Tests.Faults;

namespace Distributed.Chaos.Tests.Processes;

/// <summary>A part of the system that chaos may hurt. Whenever it ends it is started again, as a service manager would do.</summary>
internal interface IVictim
{
    string Name { get; }

    Role Role { get; }

    /// <summary>True from when it says that it can work until it ends, except while it is paused.</summary>
    bool IsUp { get; }

    /// <summary>Keeps it going until the end, which is the end of it too.</summary>
    Task RunAsync(CancellationToken end);

    /// <summary>Hurts it, unless it is down; returns at once.</summary>
    void Inject(Fault fault);

    /// <summary>Undoes what lasts: a pause, a trap.</summary>
    void Relieve();
}
