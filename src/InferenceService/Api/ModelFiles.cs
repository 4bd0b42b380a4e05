using System.Security.Cryptography;
using System.Text;
using Distributed.InferenceService.Plots;
using Distributed.InferenceService.Serving;
using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using FileResult = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.FileContentHttpResult,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace Distributed.InferenceService.Api;

/// <summary>A version's files: the model itself and its pictures. Each has an ETag, so that a cache asks again and is told "not modified".</summary>
internal static class ModelFiles
{
    public const string OnnxType = "application/octet-stream";
    public const string SvgType = "image/svg+xml";

    public static async Task<FileResult> DownloadAsync(
        HttpContext context, ModelFinder finder, IModelStore store, string name, string? version, CancellationToken cancellationToken)
    {
        using var model = await finder.FindAsync(name, version, cancellationToken);
        if (!model.IsFound)
        {
            return model.Problem;
        }

        var found = model.Version;
        var onnx = await store.ReadOnnxAsync(found.Model, found.Version, cancellationToken);
        if (onnx is null)
        {
            return NoLonger(found);
        }

        AskAgain(context);
        return TypedResults.File(
            onnx, OnnxType, $"{found.Model}-{found.Version}.onnx", enableRangeProcessing: true, found.PublishedAt, Tag(found.Manifest.Sha256));
    }

    public static async Task<FileResult> PlotAsync(
        HttpContext context, ModelFinder finder, IModelStore store, string name, string? version, CancellationToken cancellationToken)
    {
        using var model = await finder.LeaseAsync(name, version, cancellationToken);
        if (!model.IsFound)
        {
            return model.Problem;
        }

        var found = model.Version;
        var sample = await store.ReadSampleAsync(found.Model, found.Version, cancellationToken);
        return sample is null ? NoLonger(found) : Svg(context, ModelPlot.Draw(found, sample, model.Served!));
    }

    public static async Task<FileResult> LossAsync(
        HttpContext context, ModelFinder finder, ITrainingJournal journal, string name, string? version, CancellationToken cancellationToken)
    {
        using var model = await finder.FindAsync(name, version, cancellationToken);
        if (!model.IsFound)
        {
            return model.Problem;
        }

        var found = model.Version;
        var losses = await journal.ReadLossesAsync(found.Manifest.Experiment, 0, found.Manifest.Epochs, cancellationToken);
        return Svg(context, LossPlot.Draw(found, losses));
    }

    private static FileContentHttpResult Svg(HttpContext context, string svg)
    {
        var bytes = Encoding.UTF8.GetBytes(svg);
        AskAgain(context);
        return TypedResults.File(bytes, SvgType, entityTag: Tag(Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    // A store can be deleted and filled anew, so even a version's address may one day mean another model.
    private static void AskAgain(HttpContext context) => context.Response.Headers.CacheControl = "no-cache";

    private static EntityTagHeaderValue Tag(string hash) => new($"\"{hash}\"");

    private static ProblemHttpResult NoLonger(ModelVersion version) =>
        ModelFinder.Problem(ServingFault.NoLongerStored(version.Model, version.Version));
}
