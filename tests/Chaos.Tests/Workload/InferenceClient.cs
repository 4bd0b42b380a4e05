using Distributed.Chaos.Tests.Processes;
using Distributed.Chaos.Tests.Support;

namespace Distributed.Chaos.Tests.Workload;

/// <summary>Predicts with every model, and asks which versions there are.</summary>
internal sealed class InferenceClient(string name, Random random, IReadOnlyList<ServiceProcess> services, History history)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, IReadOnlyList<int>> _versions = [];

    /// <summary>Asks until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await AskAsync(services[random.Next(services.Count)], WorkloadPlan.ModelNames[random.Next(WorkloadPlan.ModelNames.Count)]);
            await Passing.OfAsync(Pace, end);
        }
    }

    /// <summary>Asks a service for all that it knows of a model, and for a prediction by each version; false when there was trouble.</summary>
    public async Task<bool> LookAsync(ServiceProcess service, string model)
    {
        List<Answer> answers = [await AskVersionsAsync(service, model), await PredictAsync(service, model)];
        foreach (var version in _versions.GetValueOrDefault(model, []))
        {
            answers.Add(await PredictAsync(service, model, version));
        }

        return answers.TrueForAll(answer => answer.IsKnowledge);
    }

    private Task<Answer> AskAsync(ServiceProcess service, string model) => random.Next(4) switch
    {
        0 => AskVersionsAsync(service, model),
        1 when _versions.GetValueOrDefault(model) is { Count: > 0 } known => PredictAsync(service, model, known[random.Next(known.Count)]),
        _ => PredictAsync(service, model),
    };

    private async Task<Answer> AskVersionsAsync(ServiceProcess service, string model)
    {
        var answer = await history.AskAsync(
            name, Verb.Versions, model, service.Name, () => InferenceApi.VersionsAsync(service.Address, model));
        if (answer is VersionsSeen seen)
        {
            _versions[model] = seen.Versions;
        }

        return answer;
    }

    private Task<Answer> PredictAsync(ServiceProcess service, string model, int? version = null) => history.AskAsync(
        name, Verb.Predict, model, service.Name, () => InferenceApi.PredictAsync(service.Address, model, version), version);
}
