using Distributed.Contracts.Models;
using Distributed.Store.Tests.Support;

namespace Distributed.Store.Tests.Contracts;

/// <summary>What is no longer as it was written is told as such, and where.</summary>
public abstract class DamageContract(TestStore store) : StoreContract(store)
{
    [Fact]
    public async Task ReadOnnx_BytesChangedBehindOurBack_NamesModelAndVersion()
    {
        await One.Models.PublishAsync(Make.Draft("sensor-7", "a"));
        await Store.TamperAsync("UPDATE model_version SET sha256 = 'feed'");
        var exception = await Assert.ThrowsAsync<StoreException>(() => One.Models.ReadOnnxAsync("sensor-7", 1));
        Assert.Equal(StoreFault.Damaged, exception.Fault);
        Assert.Contains("'sensor-7' version 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    public async Task ReadManifest_DamagedInTheStore_NamesModelAndVersion(string manifest)
    {
        await One.Models.PublishAsync(Make.Draft("m", "a"));
        await Store.TamperAsync($"UPDATE model_version SET manifest = '{manifest}'");
        foreach (var read in (Func<Task>[])[() => One.Models.FindAsync("m"), () => Two.Models.PublishAsync(Make.Draft("m", "a"))])
        {
            var exception = await Assert.ThrowsAsync<StoreException>(read);
            Assert.Equal(StoreFault.Damaged, exception.Fault);
            Assert.StartsWith("The manifest of model 'm' version 1 in the store cannot be read (", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"aliases":null}""")]
    public async Task ReadRoutes_DocumentDamagedInTheStore_NamesTheModel(string document)
    {
        await One.Models.PublishAsync(Make.Draft("m", "a"));
        await One.Routes.WriteAsync("m", 0, ModelRoutes.None);
        await Store.TamperAsync($"UPDATE route SET document = '{document}'");
        foreach (var read in (Func<Task>[])[() => One.Routes.FindAsync("m"), () => Two.Routes.ReadAfterAsync(0, 10)])
        {
            var exception = await Assert.ThrowsAsync<StoreException>(read);
            Assert.Equal(StoreFault.Damaged, exception.Fault);
            Assert.StartsWith("The routes of model 'm' in the store cannot be read (", exception.Message, StringComparison.Ordinal);
        }
    }
}
