namespace Distributed.InferenceService.Serving;

/// <summary>What a loaded model costs in memory, estimated from the size of its file.</summary>
public static class SessionCost
{
    /// <summary>What the smallest session takes: measured as resident memory over 10,000 sessions of one-feature models.</summary>
    public const long Fixed = 160 * 1024;

    /// <summary>How often the weights lie in memory: measured on models of megabytes.</summary>
    public const long PerFileByte = 2;

    /// <summary>The estimate, in bytes.</summary>
    /// <param name="fileBytes">Size of the ONNX file.</param>
    public static long Estimate(long fileBytes) => Fixed + (PerFileByte * fileBytes);
}
