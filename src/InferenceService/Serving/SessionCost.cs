namespace Distributed.InferenceService.Serving;

/// <summary>What a loaded model costs in memory, estimated from the size of its file.</summary>
public static class SessionCost
{
    /// <summary>What the smallest session takes; measured as 69 KiB of resident memory, over 10,000 models of one feature.</summary>
    public const long Fixed = 72 * 1024;

    /// <summary>How often the file lies in memory; measured as 1.95 and 2.09, on models of 4 MB and 0.4 MB.</summary>
    public const long PerFileByte = 2;

    /// <summary>The estimate, in bytes.</summary>
    /// <param name="fileBytes">Size of the ONNX file.</param>
    public static long Estimate(long fileBytes) => Fixed + (PerFileByte * fileBytes);
}
