using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// The inputs, or the outputs, of a session: their order, their types, and their names as the native side wants them,
/// kept for the life of the session so that a run converts no text.
/// </summary>
internal sealed unsafe class SessionNodes : IDisposable
{
    private readonly string _kind;
    private readonly Dictionary<string, nint> _nativeNames = [];
    private readonly Dictionary<string, NodeMetadata> _metadata = [];
    private readonly List<string> _names = [];

    private SessionNodes(string kind) => _kind = kind;

    internal IReadOnlyList<string> Names => _names;

    internal IReadOnlyDictionary<string, NodeMetadata> Metadata => _metadata;

    internal static SessionNodes OfInputs(nint session)
    {
        nuint count;
        NativeStatus.ThrowIfFailed(SessionApi.GetInputCount(session, &count));
        return new SessionNodes("Input").Read(session, count, SessionApi.GetInputName, SessionApi.GetInputTypeInfo);
    }

    internal static SessionNodes OfOutputs(nint session)
    {
        nuint count;
        NativeStatus.ThrowIfFailed(SessionApi.GetOutputCount(session, &count));
        return new SessionNodes("Output").Read(session, count, SessionApi.GetOutputName, SessionApi.GetOutputTypeInfo);
    }

    /// <summary>Writes the native name of each of <paramref name="names"/> in order.</summary>
    internal void Resolve(IReadOnlyCollection<string> names, Span<nint> nativeNames)
    {
        if (names is IReadOnlyList<string> list)
        {
            for (var i = 0; i < nativeNames.Length; i++)
            {
                nativeNames[i] = NativeName(list[i]);
            }

            return;
        }

        var next = 0;
        foreach (var name in names)
        {
            nativeNames[next++] = NativeName(name);
        }
    }

    public void Dispose()
    {
        foreach (var name in _nativeNames.Values)
        {
            OrtAllocator.DefaultInstance.Free((void*)name);
        }

        _nativeNames.Clear();
    }

    private SessionNodes Read(
        nint session,
        nuint count,
        delegate* unmanaged<nint, nuint, nint, byte**, nint> getName,
        delegate* unmanaged<nint, nuint, nint*, nint> getTypeInfo)
    {
        for (nuint i = 0; i < count; i++)
        {
            byte* nativeName;
            NativeStatus.ThrowIfFailed(getName(session, i, OrtAllocator.DefaultInstance.Pointer, &nativeName));
            var name = Utf8.Read(nativeName);
            _nativeNames.Add(name, (nint)nativeName);
            _names.Add(name);

            nint typeInfo;
            NativeStatus.ThrowIfFailed(getTypeInfo(session, i, &typeInfo));
            _metadata.Add(name, ReadAndRelease(typeInfo));
        }

        return this;
    }

    private static NodeMetadata ReadAndRelease(nint typeInfo)
    {
        try
        {
            return new NodeMetadata(typeInfo);
        }
        finally
        {
            ValueApi.ReleaseTypeInfo(typeInfo);
        }
    }

    private nint NativeName(string name) => _nativeNames.TryGetValue(name, out var nativeName)
        ? nativeName
        : throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"{_kind} name: '{name}' is not in the metadata");
}
