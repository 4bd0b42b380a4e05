namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>What a model file says about itself.</summary>
internal static unsafe class ModelMetadataApi
{
    internal static readonly delegate* unmanaged<nint, nint*, nint> Get = (delegate* unmanaged<nint, nint*, nint>)OrtApi.Slot(111);
    internal static readonly delegate* unmanaged<nint, void> Release = (delegate* unmanaged<nint, void>)OrtApi.Slot(118);
    internal static readonly delegate* unmanaged<nint, nint, byte**, nint> GetProducerName = TextSlot(112);
    internal static readonly delegate* unmanaged<nint, nint, byte**, nint> GetGraphName = TextSlot(113);
    internal static readonly delegate* unmanaged<nint, nint, byte**, nint> GetDomain = TextSlot(114);
    internal static readonly delegate* unmanaged<nint, nint, byte**, nint> GetDescription = TextSlot(115);
    internal static readonly delegate* unmanaged<nint, nint, byte**, nint> GetGraphDescription = TextSlot(158);
    internal static readonly delegate* unmanaged<nint, long*, nint> GetVersion = (delegate* unmanaged<nint, long*, nint>)OrtApi.Slot(117);

    internal static readonly delegate* unmanaged<nint, nint, byte***, long*, nint> GetCustomKeys =
        (delegate* unmanaged<nint, nint, byte***, long*, nint>)OrtApi.Slot(123);

    internal static readonly delegate* unmanaged<nint, nint, byte*, byte**, nint> LookupCustom =
        (delegate* unmanaged<nint, nint, byte*, byte**, nint>)OrtApi.Slot(116);

    private static delegate* unmanaged<nint, nint, byte**, nint> TextSlot(int index) =>
        (delegate* unmanaged<nint, nint, byte**, nint>)OrtApi.Slot(index);
}
