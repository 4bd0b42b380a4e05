using System.IO.MemoryMappedFiles;

namespace Distributed.EndToEnd.Tests.Faults;

/// <summary>
/// The troubles of the machine that services meet which were started with <see cref="GetEnvironmentAsync"/>. The fields lie as in
/// <c>faults.c</c>, which reads them in those services.
/// </summary>
internal sealed class FaultControl : IDisposable
{
    public const int NoSpace = 28;
    public const int InputOutput = 5;
    public const int ReadOnlyFileSystem = 30;
    public const int PermissionDenied = 13;

    private const int Size = 16;
    private const int WriteError = 0;
    private const int OpenError = 4;
    private const int ClockShift = 8;

    private readonly string _path;
    private readonly string _store;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _fields;

    /// <param name="path">Where to keep the control file.</param>
    /// <param name="store">What the paths of the store's files contain.</param>
    public FaultControl(string path, string store)
    {
        (_path, _store) = (path, store);
        File.WriteAllBytes(path, new byte[Size]);
        _file = MemoryMappedFile.CreateFromFile(path);
        _fields = _file.CreateViewAccessor();
    }

    /// <summary>What the disk answers to those who write the store's files; 0 lets them.</summary>
    public void AnswerWrites(int error) => _fields.Write(WriteError, error);

    /// <summary>What those hear who open the store's files for writing; 0 lets them.</summary>
    public void AnswerOpening(int error) => _fields.Write(OpenError, error);

    /// <summary>How far the clock goes ahead of the true one.</summary>
    public void ShiftClock(TimeSpan shift) => _fields.Write(ClockShift, (long)shift.TotalSeconds);

    public async Task<IReadOnlyDictionary<string, string>> GetEnvironmentAsync() => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = await FaultLibrary.BuildAsync(),
        ["FAULTS_CONTROL"] = _path,
        ["FAULTS_STORE"] = _store,
    };

    public void Dispose()
    {
        _fields.Dispose();
        _file.Dispose();
    }
}
