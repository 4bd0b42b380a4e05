using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orleans.Runtime;

/// <summary>Where a silo listens, and its generation, which tells a restarted silo from the one before it.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private static readonly DateTime Epoch = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>The address of nobody.</summary>
    public static SiloAddress Zero { get; } = New(new IPEndPoint(0, 0), 0);

    /// <summary>The endpoint that other silos connect to.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Seconds-based start stamp of this incarnation.</summary>
    public int Generation { get; }

    /// <summary>Whether this is the address of a client; clients count generations downwards.</summary>
    public bool IsClient => Generation < 0;

    /// <summary>Creates an address.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <summary>Creates an address.</summary>
    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    /// <summary>A generation later than that of every silo started before.</summary>
    public static int AllocateNewGeneration() => (int)((DateTime.UtcNow.Ticks - Epoch.Ticks) / TimeSpan.TicksPerSecond);

    /// <summary>Writes <c>ip:port@generation</c>.</summary>
    public string ToParsableString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Address}:{Endpoint.Port}@{Generation}");

    /// <summary>Reads what <see cref="ToParsableString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no silo address.</exception>
    public static SiloAddress FromParsableString(string addr)
    {
        var at = addr.LastIndexOf('@');
        var colon = at < 0 ? -1 : addr.LastIndexOf(':', at);
        if (colon < 0)
        {
            throw new FormatException("Invalid string SiloAddress.");
        }

        return New(
            IPAddress.Parse(addr[..colon]),
            int.Parse(addr.AsSpan(colon + 1, at - colon - 1), CultureInfo.InvariantCulture),
            int.Parse(addr.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] SiloAddress? other) =>
        other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <inheritdoc/>
    public int CompareTo(SiloAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Generation.CompareTo(other.Generation);
        order = order != 0 ? order : Endpoint.Port.CompareTo(other.Endpoint.Port);
        return order != 0 ? order : Endpoint.Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Endpoint.Address.GetAddressBytes());
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsClient ? 'C' : 'S')}{Endpoint.Address}:{Endpoint.Port}:{Generation}");
}
