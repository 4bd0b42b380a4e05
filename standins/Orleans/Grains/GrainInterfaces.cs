namespace Orleans
{
    /// <summary>A grain that other code calls through a reference.</summary>
    public interface IGrain : Runtime.IAddressable;

    /// <summary>A grain whose key is text.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>A grain whose key is a GUID.</summary>
    public interface IGrainWithGuidKey : IGrain;

    /// <summary>A grain whose key is an integer.</summary>
    public interface IGrainWithIntegerKey : IGrain;

    /// <summary>A grain whose key is a GUID and a text.</summary>
    public interface IGrainWithGuidCompoundKey : IGrain;

    /// <summary>A grain whose key is an integer and a text.</summary>
    public interface IGrainWithIntegerCompoundKey : IGrain;
}

namespace Orleans.Runtime
{
    /// <summary>Something that messages can be sent to.</summary>
    public interface IAddressable;

    /// <summary>An interface that every grain answers beside its own ones.</summary>
    public interface IGrainExtension : IAddressable;
}
