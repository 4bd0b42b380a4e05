using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Models;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

public abstract class RouteContract(TestStore store) : StoreContract(store)
{
    private static readonly ModelRoutes Full = new ModelRoutes { Policy = new(PolicyKind.Specific, Versions: [1, 3]) }
        .With("champion", new(new(3, new(4, 0.1), new(5, 0.5)), 2, 1, [new(1), new(2, Shadow: new(3))]))
        .With("default", new(new(1), 2, 1, []));

    [Fact]
    public async Task Write_ThenRead_GivesEverythingBack()
    {
        await PublishAsync("m");
        var written = await One.Routes.WriteAsync("m", 0, Full);
        Assert.Equal(("m", Json(Full)), (written!.Model, Json(written.Routes)));
        Assert.Equal(Json(written), Json(await Two.Routes.FindAsync("m")));
        Assert.Equal(Json(written), Json(Assert.Single(await Two.Routes.ReadAfterAsync(0, 10))));
    }

    [Fact]
    public async Task Find_NothingWritten_IsNull()
    {
        Assert.Null(await One.Routes.FindAsync("m"));
        Assert.Empty(await One.Routes.ReadAfterAsync(0, 10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public async Task Write_StaleRevision_ChangesNothing(long stale)
    {
        await PublishAsync("m");
        var first = await One.Routes.WriteAsync("m", 0, ModelRoutes.None);
        var second = await Two.Routes.WriteAsync("m", first!.Revision, Full);
        Assert.Null(await One.Routes.WriteAsync("m", stale, ModelRoutes.None));
        Assert.Equal(Json(second), Json(await One.Routes.FindAsync("m")));
        Assert.Single(await One.Routes.ReadAfterAsync(first.Revision, 10));
    }

    [Fact]
    public async Task Write_ModelWithoutAVersion_IsRefused()
    {
        var exception = await Assert.ThrowsAsync<StoreException>(() => One.Routes.WriteAsync("m", 0, Full));
        Assert.Equal(StoreFault.Refused, exception.Fault);
        Assert.Null(await One.Routes.FindAsync("m"));
    }

    [Fact]
    public async Task Write_ManyAtOnceFromTwoHandles_EachRevisionIsOneCallersAlone()
    {
        await PublishAsync("m");
        var winners = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? One : Two).Routes.WriteAsync("m", 0, Full)));
        var winner = Assert.Single(winners, written => written is not null);
        Assert.Equal(winner!.Revision, (await One.Routes.FindAsync("m"))!.Revision);
    }

    [Fact]
    public async Task ReadAfter_Pages_GiveTheNewestOfEachInTheOrderOfChange()
    {
        foreach (var model in (string[])["a", "b", "c"])
        {
            await PublishAsync(model);
            await One.Routes.WriteAsync(model, 0, ModelRoutes.None);
        }

        var a = await One.Routes.FindAsync("a");
        await Two.Routes.WriteAsync("a", a!.Revision, Full);
        var page = await One.Routes.ReadAfterAsync(0, 2);
        var rest = await One.Routes.ReadAfterAsync(page[^1].Revision, 2);
        Assert.Equal(["b", "c", "a"], page.Concat(rest).Select(routes => routes.Model));
        Assert.Empty(await One.Routes.ReadAfterAsync(rest[^1].Revision, 2));
    }

    [Fact]
    public async Task Wait_RoutedByAnotherHandle_Ends()
    {
        await PublishAsync("m");
        await Two.Models.WaitForChangeAsync();
        var seen = 0L;
        var following = Task.Run(async () =>
        {
            while (seen == 0)
            {
                await Two.Models.WaitForChangeAsync();
                seen = (await Two.Routes.ReadAfterAsync(0, 10)) is [var routes] ? routes.Revision : 0;
            }
        });
        var written = await One.Routes.WriteAsync("m", 0, Full);
        await following;
        Assert.Equal(written!.Revision, seen);
    }

    private static string Json(object? value) => JsonSerializer.Serialize(value, ContractsJson.Options);

    private Task<ModelVersion> PublishAsync(string model) => One.Models.PublishAsync(Make.Draft(model, model));
}
