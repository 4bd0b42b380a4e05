using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>What a model file says about itself.</summary>
public unsafe class ModelMetadata
{
    internal ModelMetadata(nint session)
    {
        nint metadata;
        NativeStatus.ThrowIfFailed(ModelMetadataApi.Get(session, &metadata));
        try
        {
            ProducerName = ReadText(metadata, ModelMetadataApi.GetProducerName);
            GraphName = ReadText(metadata, ModelMetadataApi.GetGraphName);
            Domain = ReadText(metadata, ModelMetadataApi.GetDomain);
            Description = ReadText(metadata, ModelMetadataApi.GetDescription);
            GraphDescription = ReadText(metadata, ModelMetadataApi.GetGraphDescription);
            long version;
            NativeStatus.ThrowIfFailed(ModelMetadataApi.GetVersion(metadata, &version));
            Version = version;
            CustomMetadataMap = ReadCustom(metadata);
        }
        finally
        {
            ModelMetadataApi.Release(metadata);
        }
    }

    /// <summary>The tool that wrote the model.</summary>
    public string ProducerName { get; }

    /// <summary>Name of the graph.</summary>
    public string GraphName { get; }

    /// <summary>Domain of the model, in reverse DNS form.</summary>
    public string Domain { get; }

    /// <summary>Description of the model.</summary>
    public string Description { get; }

    /// <summary>Description of the graph.</summary>
    public string GraphDescription { get; }

    /// <summary>Version of the model.</summary>
    public long Version { get; }

    /// <summary>The model's own keys and values.</summary>
    public Dictionary<string, string> CustomMetadataMap { get; }

    private static string ReadText(nint metadata, delegate* unmanaged<nint, nint, byte**, nint> get)
    {
        byte* text;
        NativeStatus.ThrowIfFailed(get(metadata, OrtAllocator.DefaultInstance.Pointer, &text));
        return Utf8.Take(text);
    }

    private static Dictionary<string, string> ReadCustom(nint metadata)
    {
        var map = new Dictionary<string, string>();
        byte** keys;
        long count;
        NativeStatus.ThrowIfFailed(ModelMetadataApi.GetCustomKeys(metadata, OrtAllocator.DefaultInstance.Pointer, &keys, &count));
        for (var i = 0; i < count; i++)
        {
            byte* value;
            NativeStatus.ThrowIfFailed(ModelMetadataApi.LookupCustom(metadata, OrtAllocator.DefaultInstance.Pointer, keys[i], &value));
            map[Utf8.Take(keys[i])] = Utf8.Take(value);
        }

        if (keys is not null)
        {
            OrtAllocator.DefaultInstance.Free(keys);
        }

        return map;
    }
}
