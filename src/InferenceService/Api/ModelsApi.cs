using Distributed.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributed.InferenceService.Api;

/// <summary>What can be asked about models beside predictions.</summary>
public static class ModelsApi
{
    private const int MostPerPage = 1_000;

    /// <summary>Maps <c>/models</c>; each route of a model also exists for one version of it.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var models = routes.MapGroup("/models").WithTags("Models");
        models.MapGet("", ListAsync).WithName("ListModels").WithSummary("Lists models by name, with their newest version.");
        models.MapModel("/{name}", "");
        models.MapAliases();
        models.MapPolicy();
        models.MapModel("/{name}/versions/{version}", "Version");
    }

    private static void MapModel(this RouteGroupBuilder models, string path, string suffix)
    {
        models.MapGet(path, ShowAsync).WithName("ShowModel" + suffix)
            .Describe("Tells everything known of a version: manifest, probe, spec, and which version answers by default.");
        models.MapGet(path + "/model.onnx", ModelFiles.DownloadAsync).WithName("DownloadModel" + suffix)
            .Produces<byte[]>(StatusCodes.Status200OK, ModelFiles.OnnxType).Describe("Gives the ONNX file.");
        models.MapGet(path + "/plot.svg", ModelFiles.PlotAsync).WithName("PlotModel" + suffix)
            .Produces<string>(StatusCodes.Status200OK, ModelFiles.SvgType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .Describe("Draws the training data and the model's own predictions.");
        models.MapGet(path + "/loss.svg", ModelFiles.LossAsync).WithName("PlotLoss" + suffix)
            .Produces<string>(StatusCodes.Status200OK, ModelFiles.SvgType).Describe("Draws the loss over the epochs.");
    }

    private static void Describe(this RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<ModelPage>, ProblemHttpResult>> ListAsync(
        IModelStore store, CancellationToken cancellationToken, string? after = null, int limit = 100)
    {
        if (limit is < 1 or > MostPerPage)
        {
            return TypedResults.Problem($"limit is {limit}; allowed are 1 to {MostPerPage}", statusCode: StatusCodes.Status400BadRequest);
        }

        var page = await store.ListModelsAsync(after, limit, cancellationToken);
        var next = page.Count == limit ? page[^1].Model : null;
        return TypedResults.Ok(new ModelPage([.. page.Select(ModelSummary.Of)], next));
    }

    private static async Task<Results<Ok<ModelView>, ProblemHttpResult>> ShowAsync(
        ModelFinder finder, string name, string? version, CancellationToken cancellationToken)
    {
        using var model = await finder.FindAsync(name, version, cancellationToken);
        return model.IsFound ? TypedResults.Ok(ModelView.Of(model.Version, model.Slot)) : model.Problem;
    }
}
