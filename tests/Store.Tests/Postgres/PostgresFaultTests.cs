using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Postgres;

/// <summary>Faults that come while the store is in use, as the server would report them.</summary>
public sealed class PostgresFaultTests() : PostgresTest(new PostgresTestStore())
{
    [Fact]
    public async Task Write_DiskFull_FailsWithAdviceAndItsNeighboursDoNot()
    {
        var database = await Store.OpenAsync();
        await FailWhenAsync("length(NEW.data) > 1000", "53100");
        var held = await Store.LockAsync();
        var writes = Enumerable.Range(0, 20).Select(i => WriteAsync(database, $"key{i}", new byte[i == 10 ? 2000 : 10])).ToList();
        await held.DisposeAsync();
        for (var i = 0; i < writes.Count; i++)
        {
            Assert.Equal(i == 10, await Record.ExceptionAsync(() => writes[i]) is StoreException { Fault: StoreFault.Full });
            Assert.Equal(i != 10, await database.GrainStates.ReadAsync("kind", $"key{i}") is not null);
        }
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    public async Task Write_UndoneForTheSakeOfOthers_IsTriedAgain(string code)
    {
        var database = await Store.OpenAsync();
        await Store.TamperAsync("CREATE SEQUENCE attempts");
        await FailWhenAsync("nextval('attempts') <= 2", code);
        Assert.True((await WriteAsync(database, "key", [1])).Written);
        Assert.Equal(3, await Store.AskAsync<long>("SELECT last_value FROM attempts"));
    }

    [Theory]
    [InlineData("58030", StoreFault.Disk)]
    [InlineData("XX001", StoreFault.Damaged)]
    [InlineData("22000", StoreFault.Refused)]
    [InlineData("42501", StoreFault.ReadOnly)]
    public async Task Write_FaultOfTheServer_IsToldAsSuch(string code, StoreFault fault)
    {
        var database = await Store.OpenAsync();
        await FailWhenAsync("true", code);
        var exception = await Assert.ThrowsAsync<StoreException>(() => WriteAsync(database, "key", [1]));
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(database.Name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AnAdministratorEndsTheConnection_IsTriedAgain()
    {
        var database = await Store.OpenAsync(Store.OptionsWith(builder => builder.ApplicationName = Store.Schema));
        await WriteAsync(database, "first", [1]);
        await Store.TamperAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{Store.Schema}'");
        Assert.True((await WriteAsync(database, "second", [1])).Written);
    }

    [Fact]
    public async Task Write_TextThatTheServerCannotHold_FailsAlone()
    {
        var database = await Store.OpenAsync();
        var held = await Store.LockAsync();
        var writes = new[] { "a", "b\0", "c\ud800", "d" }.Select(key => WriteAsync(database, key, [1])).ToList();
        await held.DisposeAsync();
        Assert.True((await writes[0]).Written);
        Assert.Equal(StoreFault.Refused, (await Assert.ThrowsAsync<StoreException>(() => writes[1])).Fault);
        Assert.NotNull(await Record.ExceptionAsync(() => writes[2]));
        Assert.True((await writes[3]).Written);
    }

    private static Task<StateWrite> WriteAsync(StoreDatabase database, string key, byte[] data) =>
        database.GrainStates.WriteAsync("kind", key, null, data, null);

    private Task FailWhenAsync(string condition, string code) => Store.TamperAsync(
        $"""
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition} THEN RAISE EXCEPTION 'made to fail' USING ERRCODE = '{code}'; END IF;
            RETURN NEW;
        END
        $$;
        CREATE TRIGGER fail BEFORE INSERT ON grain_state FOR EACH ROW EXECUTE FUNCTION fail();
        """);
}
