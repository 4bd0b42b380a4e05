using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

/// <summary>Calls between silos do what calls within a silo do.</summary>
public sealed class ClusterCallTests : IAsyncLifetime
{
    private MultiSiloCluster _cluster = null!;
    private ILocatedGrain _remote = null!;

    public async Task InitializeAsync()
    {
        _cluster = await MultiSiloCluster.DeployAsync(2, silo => silo.Configure<SiloMessagingOptions>(o => o.MaxMessageBodySize = 4_000_000));
        await MultiSiloCluster.ActivateOn(_cluster.Inner.Silos[1], "remote");
        _remote = Grains.GetGrain<ILocatedGrain>("remote");
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    private IGrainFactory Grains => MultiSiloCluster.GrainsOf(_cluster.Inner.Silos[0]);

    [Fact]
    public async Task Call_GrainOnOtherSilo_RunsThere() => Assert.Equal(_cluster.Inner.Silos[1].SiloAddress, await _remote.Where());

    [Fact]
    public async Task Values_OfManyKinds_ArriveAsTheyWere()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        var sent = new Parcel
        {
            Text = "naïve Ω",
            Numbers = [1.5f, float.NaN, float.MinValue],
            Figures = new() { ["a"] = new Disc("circle", 2.5), ["b"] = new Figure("shape"), ["c"] = null! },
            At = at,
            Anything = new Dictionary<int, string[]> { [7] = ["x", "y"] },
            Sender = _remote,
        };
        var got = await _remote.Echo(sent);
        Assert.NotSame(sent, got);
        Assert.Equal((sent.Text, at), (got.Text, got.At!.Value));
        Assert.Equal(sent.Numbers, got.Numbers);
        Assert.Equal(sent.Figures, got.Figures);
        Assert.Equal(["x", "y"], ((Dictionary<int, string[]>)got.Anything!)[7]);
        Assert.Equal(_cluster.Inner.Silos[1].SiloAddress, await got.Sender!.Where());
    }

    [Fact]
    public async Task Values_SharedAndCyclic_KeepTheirShape()
    {
        var part = new Parcel { Text = "part" };
        var whole = new Parcel { Parts = [part, part] };
        part.Owner = whole;
        var got = await _remote.Echo(whole);
        Assert.Same(got.Parts[0], got.Parts[1]);
        Assert.Same(got, got.Parts[0].Owner);
    }

    public static TheoryData<object> Values => new()
    {
        1, -5L, 2.5, 1.5m, 'x', true, "", "text", Guid.Parse("5b5a3f8e-6b5c-4a57-8f38-0f5e7a9d1c11"), TimeSpan.FromDays(3), DayOfWeek.Friday,
        new DateTime(2026, 5, 6, 7, 8, 9, DateTimeKind.Utc), new Uri("http://localhost/a?b=c"), new byte[] { 1, 2, 3 }, new[] { "a", null, "c" },
        new[,] { { 1, 2 }, { 3, 4 } }, (1, "two", 3.0), new KeyValuePair<string, int>("k", 1), new HashSet<int> { 1, 2 },
        new SortedDictionary<string, int> { ["b"] = 2, ["a"] = 1 }, new Stack<int>([1, 2, 3]), new Queue<int>([1, 2, 3]),
        System.Collections.Immutable.ImmutableArray.Create(1, 2), System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add("k", 1),
        new Figure("s"), GrainId.Create("type", "key"), typeof(Parcel), new Version(1, 2, 3),
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public async Task Value_OfAnyType_ArrivesEqual(object value)
    {
        var got = await _remote.EchoAny(value);
        Assert.IsType(value.GetType(), got);
        Assert.Equal(value, got);
    }

    [Fact]
    public async Task Null_Arrives() => Assert.Null(await _remote.EchoAny<string?>(null));

    [Fact]
    public async Task Exception_WithMembers_ArrivesWithThem()
    {
        var exception = await Assert.ThrowsAsync<DetailedException>(() => _remote.FailWithDetails("refused", 42));
        Assert.Equal(("refused", 42), (exception.Message, exception.Code));
        Assert.Contains(nameof(LocatedGrain.FailWithDetails), exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_WithInner_ArrivesWithIt()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => _remote.FailWithInner("cause"));
        Assert.Equal("outer", exception.Message);
        Assert.Equal("cause", Assert.IsType<ArgumentException>(exception.InnerException).Message);
    }

    [Fact]
    public async Task Exception_WithAConverter_ArrivesAsItsSurrogateTellsIt()
    {
        var exception = await Assert.ThrowsAsync<OrleansException>(() => _remote.FailWithConverted("refused", 42));
        var inner = Assert.IsType<ForeignException>(exception.InnerException);
        Assert.Equal(("refused", 42), (inner.Message, inner.Code));
    }

    [Fact]
    public async Task Exception_WithAConverterAndNoneAroundIt_ArrivesAsItsSurrogateTellsIt()
    {
        var exception = await Assert.ThrowsAsync<ForeignException>(() => _remote.FailByConverted("refused", 42));
        Assert.Equal(("refused", 42), (exception.Message, exception.Code));
    }

    [Fact]
    public async Task RequestContext_TravelsAlong()
    {
        RequestContext.Set("key", "value");
        Assert.Equal("value", await _remote.ContextValue("key"));
    }

    [Fact]
    public async Task Reference_AsArgument_IsCallableThere()
    {
        var here = await MultiSiloCluster.ActivateOn(_cluster.Inner.Silos[0], "here");
        Assert.Equal(_cluster.Inner.Silos[0].SiloAddress, await _remote.AskOther(here));
    }

    [Fact]
    public async Task Cancellation_ReachesTheCallee()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _remote.Listen("cancel", cancellation.Token);
        await _cluster.Gates.WaitFor("cancel entered");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(true, await _cluster.Gates.WaitFor("cancel left"));
    }

    [Fact]
    public async Task Timeout_CallerGivesUp()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _remote.HoldBriefly("brief"));
        _cluster.Gates.Open("brief released");
    }

    [Fact]
    public async Task OneWay_Arrives()
    {
        await _remote.Notify("one way");
        Assert.Equal(_cluster.Inner.Silos[1].SiloAddress, await _cluster.Gates.WaitFor("one way"));
    }

    [Fact]
    public async Task Stream_ArrivesInOrder()
    {
        var got = new List<int>();
        await foreach (var item in _remote.Count(1000).WithBatchSize(7))
        {
            got.Add(item);
        }

        Assert.Equal(Enumerable.Range(1, 1000), got);
    }

    [Fact]
    public async Task Stream_LeftEarly_IsClosedThere()
    {
        await foreach (var item in _remote.Endless("stream"))
        {
            if (item == 3)
            {
                break;
            }
        }

        await _cluster.Gates.WaitFor("stream closed");
    }

    [Fact]
    public async Task Message_TooLarge_IsRefusedAndOthersGoOn()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _remote.EchoAny(new byte[8_000_000]).WaitAsync(MultiSiloCluster.Patience));
        var fits = new byte[2_000_000];
        fits[^1] = 7;
        Assert.Equal(fits, await _remote.EchoAny(fits));
    }

    [Fact]
    public async Task Calls_Many_AllAnswered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => _remote.EchoAny(i)));
        Assert.Equal(Enumerable.Range(0, 2000), answers);
    }

    [Fact]
    public async Task Management_SeesTheWholeCluster()
    {
        var here = await MultiSiloCluster.ActivateOn(_cluster.Inner.Silos[0], "counted");
        var management = Grains.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetHosts();
        Assert.Equal(_cluster.Inner.Silos.Select(s => s.SiloAddress).Order(), hosts.Keys.Order());
        Assert.All(hosts.Values, status => Assert.Equal(SiloStatus.Active, status));
        var located = (await management.GetSimpleGrainStatistics()).Where(s => s.GrainType.Contains(nameof(LocatedGrain), StringComparison.Ordinal));
        Assert.Equal(2, located.Select(s => s.SiloAddress).Distinct().Count());
        Assert.Equal(_cluster.Inner.Silos[0].SiloAddress, await management.GetActivationAddress(here));
        Assert.Equal(_cluster.Inner.Silos[1].SiloAddress, await management.GetActivationAddress(_remote));
    }
}
