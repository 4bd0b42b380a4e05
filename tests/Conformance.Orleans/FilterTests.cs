using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Distributed.Conformance.Orleans;

public sealed class FilterTests
{
    [Fact]
    public async Task IncomingFilters_RunInOrderAroundTheCall()
    {
        var seen = new ConcurrentQueue<string>();
        await using var cluster = await TestCluster.DeployAsync(silo => silo
            .AddIncomingGrainCallFilter(Record(seen, "outer"))
            .AddIncomingGrainCallFilter(Record(seen, "inner")));
        Assert.Equal(5, await cluster.Client.GetGrain<ICallGrain>("a").AddValues(2, 3));
        Assert.Equal(["outer before", "inner before", "inner after 5", "outer after 5"], seen);
    }

    [Fact]
    public async Task IncomingFilter_SeesTheCall()
    {
        IIncomingGrainCallContext? seen = null;
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddIncomingGrainCallFilter(async context =>
        {
            seen = IsMine(context) ? context : seen;
            await context.Invoke();
        }));
        var grain = cluster.Client.GetGrain<ICallGrain>("a");
        await grain.AddValues(2, 3);
        Assert.Equal(nameof(ICallGrain.AddValues), seen!.MethodName);
        Assert.Equal(typeof(ICallGrain).FullName, seen.InterfaceName);
        Assert.Equal(typeof(ICallGrain).GetMethod(nameof(ICallGrain.AddValues)), seen.InterfaceMethod);
        Assert.Equal(typeof(CallGrain).GetMethod(nameof(CallGrain.AddValues)), seen.ImplementationMethod);
        Assert.IsType<CallGrain>(seen.Grain);
        Assert.Equal(grain.GetGrainId(), seen.TargetId);
        Assert.Equal([2, 3], new[] { seen.Request.GetArgument(0), seen.Request.GetArgument(1) }.Cast<int>());
    }

    [Fact]
    public async Task IncomingFilter_MayChangeArgumentsAndResult()
    {
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddIncomingGrainCallFilter(async context =>
        {
            if (IsMine(context))
            {
                context.Request.SetArgument(0, 10);
            }

            await context.Invoke();
            if (IsMine(context))
            {
                context.Result = (int)context.Result! * 2;
            }
        }));
        Assert.Equal(26, await cluster.Client.GetGrain<ICallGrain>("a").AddValues(2, 3));
    }

    [Fact]
    public async Task IncomingFilter_SeesAndMayHandleFailures()
    {
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddIncomingGrainCallFilter(async context =>
        {
            try
            {
                await context.Invoke();
            }
            catch (InvalidOperationException) when (context.MethodName == nameof(ICallGrain.FailLate))
            {
                context.Result = -1;
            }
        }));
        Assert.Equal(-1, await cluster.Client.GetGrain<ICallGrain>("a").FailLate("handled"));
    }

    [Fact]
    public async Task GrainAsFilter_SeesItsOwnCalls()
    {
        await using var cluster = await TestCluster.DeployAsync();
        Assert.Equal("[hello]", await cluster.Client.GetGrain<IFilteringGrain>("a").Say("hello"));
    }

    [Fact]
    public async Task OutgoingFilter_OfTheSilo_SeesCallsBetweenGrains()
    {
        var seen = new ConcurrentQueue<string>();
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddOutgoingGrainCallFilter(async context =>
        {
            if (context.InterfaceMethod.DeclaringType == typeof(ICallGrain))
            {
                seen.Enqueue($"{context.SourceId} to {context.TargetId}: {context.MethodName}");
            }

            await context.Invoke();
        }));
        await cluster.Client.GetGrain<ICallGrain>("a").ContextValueThrough(cluster.Client.GetGrain<ICallGrain>("b"), "k");
        Assert.Equal(["call/a to call/b: ContextValue"], seen);
    }

    [Fact]
    public async Task OutgoingFilter_MaySetTheContext()
    {
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddOutgoingGrainCallFilter<StampingFilter>());
        Assert.Equal("stamped", await cluster.Local.GetGrain<ICallGrain>("a").ContextValue("stamp"));
    }

    [Fact]
    public async Task OutgoingFilter_SeesTheFailureOfTheCallee()
    {
        await using var cluster = await TestCluster.DeployAsync(silo => silo.AddOutgoingGrainCallFilter(async context =>
        {
            await context.Invoke();
        }));
        await Assert.ThrowsAsync<PlannedException>(() => cluster.Local.GetGrain<ICallGrain>("a").FailPlanned("x"));
    }

    private static bool IsMine(IGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType == typeof(ICallGrain) && context.MethodName == nameof(ICallGrain.AddValues);

    private static IncomingGrainCallFilterDelegate Record(ConcurrentQueue<string> seen, string name) => async context =>
    {
        if (!IsMine(context))
        {
            await context.Invoke();
            return;
        }

        seen.Enqueue($"{name} before");
        await context.Invoke();
        seen.Enqueue($"{name} after {context.Result}");
    };

    private sealed class StampingFilter : IOutgoingGrainCallFilter
    {
        public Task Invoke(IOutgoingGrainCallContext context)
        {
            RequestContext.Set("stamp", "stamped");
            return context.Invoke();
        }
    }
}

public interface IFilteringGrain : IGrainWithStringKey
{
    Task<string> Say(string text);
}

public sealed class FilteringGrain : Grain, IFilteringGrain, IIncomingGrainCallFilter
{
    public Task<string> Say(string text) => Task.FromResult(text);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        context.Result = $"[{context.Result}]";
    }
}
