using System.Text;
using Distributed.Store.Sqlite;
using Distributed.Store.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Distributed.Store.Tests.Sqlite;

/// <summary>What the start refuses; it stays as it was, to the byte.</summary>
public sealed class SqliteRefusalTests() : SqliteTest(new SqliteTestStore())
{
    [Fact]
    public async Task Open_NewerVersion_IsRefusedAndUntouched()
    {
        await FillAsync();
        await Store.TamperAsync("PRAGMA user_version = 99");
        var exception = await AssertRefusedAndUntouchedAsync(StoreFault.Newer);
        Assert.Contains("version 99", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NewerVersionStillInTheLog_IsRefusedAndUntouched()
    {
        await FillAsync();
        await using (var connection = Store.Connect())
        {
            // What a crash of the newer program would leave: its last commit is in the log only.
            SqliteTestStore.Execute(connection, "PRAGMA user_version = 99");
            File.Copy(Store.File, Store.File + ".copy");
            File.Copy(Store.File + "-wal", Store.File + ".copy-wal");
        }

        var (file, log) = (await File.ReadAllBytesAsync(Store.File + ".copy"), await File.ReadAllBytesAsync(Store.File + ".copy-wal"));
        var exception = await Assert.ThrowsAsync<StoreException>(
            () => Store.OpenAsync(SqliteTestStore.OptionsFor(Store.File + ".copy")));
        Assert.Equal(StoreFault.Newer, exception.Fault);
        Assert.Equal(file, await File.ReadAllBytesAsync(Store.File + ".copy"));
        Assert.Equal(log, await File.ReadAllBytesAsync(Store.File + ".copy-wal"));
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public async Task Open_DatabaseOfAnotherProgram_IsRefusedAndUntouched(string journalMode)
    {
        await Store.TamperAsync($"PRAGMA journal_mode = {journalMode}; CREATE TABLE person (name TEXT); INSERT INTO person VALUES ('Ada')");
        await AssertRefusedAndUntouchedAsync(StoreFault.NotAStore);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(99)]
    [InlineData(5000)]
    public async Task Open_FileThatIsNoDatabase_IsRefusedAndUntouched(int length)
    {
        await File.WriteAllTextAsync(Store.File, new string('x', length));
        await AssertRefusedAndUntouchedAsync(StoreFault.NotAStore);
    }

    [Fact]
    public async Task Open_FileOfZeros_IsRefusedAndUntouched()
    {
        await File.WriteAllBytesAsync(Store.File, new byte[8192]);
        await AssertRefusedAndUntouchedAsync(StoreFault.NotAStore);
    }

    [Fact]
    public async Task Open_FileCutShort_IsRefusedAndUntouched()
    {
        await FillAsync();
        await using (var stream = File.OpenWrite(Store.File))
        {
            stream.SetLength(stream.Length / 2);
        }

        await AssertRefusedAndUntouchedAsync(StoreFault.Damaged);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(20000)]
    public async Task Open_PagesOverwritten_IsRefusedAndUntouched(int offset)
    {
        await FillAsync();
        await using (var stream = File.OpenWrite(Store.File))
        {
            stream.Position = offset;
            await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('#', 4096)));
        }

        await AssertRefusedAndUntouchedAsync(StoreFault.Damaged);
    }

    [Fact]
    public async Task Open_NoDirectory_IsRefusedAndNothingCreated()
    {
        var file = Path.Combine(Store.DirectoryPath, "missing", "store.db");
        await AssertRefusedAsync(StoreFault.Unreachable, SqliteTestStore.OptionsFor(file), file);
        Assert.Empty(Store.Snapshot());
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
    }

    [Fact]
    public async Task Open_DirectoryInPlaceOfTheFile_IsRefused()
    {
        Directory.CreateDirectory(Store.File);
        await AssertRefusedAsync(StoreFault.Unreachable, Store.Options, Store.File);
    }

    [Fact]
    public async Task Open_DirectoryThatMayNotBeWritten_IsRefused()
    {
        // Permission bits do not stop a privileged account, but it can create no file in /proc either.
        var directory = Store.DirectoryPath;
        if (Environment.IsPrivilegedProcess && OperatingSystem.IsLinux())
        {
            directory = "/proc";
        }
        else if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        else
        {
            return;
        }

        var file = Path.Combine(directory, "store.db");
        await AssertRefusedAsync(StoreFault.Unreachable, SqliteTestStore.OptionsFor(file), file);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Open_ReadOnly_IsRefusedAndUntouched()
    {
        await FillAsync();
        var before = Store.Snapshot();
        await AssertRefusedAsync(
            StoreFault.ReadOnly, new StoreOptions { ConnectionString = $"Data Source={Store.File};Mode=ReadOnly" }, Store.File);
        Assert.Equal(before, Store.Snapshot());
    }

    [Fact]
    public async Task Open_WhileAnotherProgramHoldsTheWholeFile_IsBusy()
    {
        await FillAsync();
        await using var connection = Store.Connect();
        SqliteTestStore.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE catalog SET epoch = 1");
        var options = Store.Options;
        options.BusyTimeout = TimeSpan.FromMilliseconds(50);
        await AssertRefusedAsync(StoreFault.Busy, options, Store.File);
    }

    [Fact]
    public async Task Open_WhileAnotherProgramHoldsTheFileForLongerThanTheTimeout_WaitsForItsEnd()
    {
        await FillAsync();
        var options = Store.Options;
        options.BusyTimeout = TimeSpan.FromSeconds(1);
        Task<StoreDatabase> opening;
        await using (var connection = Store.Connect())
        {
            SqliteTestStore.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE catalog SET epoch = 1");
            opening = Task.Run(() => Store.OpenAsync(options));
            await Assert.ThrowsAsync<TimeoutException>(() => opening.WaitAsync(1.25 * options.BusyTimeout));
        }

        await opening;
    }

    /// <summary>What SQLite says when a process stands still with a lock of the log's index.</summary>
    [Fact]
    public void Explain_LockingProtocol_IsBusy() => Assert.Equal(
        StoreFault.Busy,
        new SqliteErrors("a.db", TimeSpan.FromSeconds(1)).Explain(new SqliteException("locking protocol", SQLitePCL.raw.SQLITE_PROTOCOL)).Fault);

    private async Task FillAsync()
    {
        var database = await Store.OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            var etag = await Make.AddAsync(database, Make.Entry($"e{i}"));
            await database.Journal.SaveAsync(Make.Progress($"e{i}", etag, 0, new float[300]));
            await database.Models.PublishAsync(Make.Draft("m", $"e{i}"));
        }

        await database.DisposeAsync();
    }

    private async Task<StoreException> AssertRefusedAndUntouchedAsync(StoreFault fault)
    {
        var before = Store.Snapshot();
        var exception = await AssertRefusedAsync(fault, Store.Options, Store.File);
        Assert.Equal(before, Store.Snapshot());
        return exception;
    }

    private async Task<StoreException> AssertRefusedAsync(StoreFault fault, StoreOptions options, string file)
    {
        var exception = await Assert.ThrowsAsync<StoreException>(() => Store.OpenAsync(options));
        Assert.Equal(fault, exception.Fault);
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
