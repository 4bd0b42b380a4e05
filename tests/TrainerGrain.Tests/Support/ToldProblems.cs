using Microsoft.AspNetCore.Http;

namespace Distributed.TrainerGrain.Tests.Support;

/// <summary>Keeps the sentence of the last problem that was answered.</summary>
internal sealed class ToldProblems : IProblemDetailsService
{
    public string? Detail { get; private set; }

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        Detail = context.ProblemDetails.Detail;
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> TryWriteAsync(ProblemDetailsContext context)
    {
        await WriteAsync(context);
        return true;
    }
}
