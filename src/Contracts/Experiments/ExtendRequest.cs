namespace Distributed.Contracts.Experiments;

/// <summary>Asks for more epochs of an experiment.</summary>
/// <param name="Epochs">The new total, 1–10,000,000, more than the experiment has.</param>
public sealed record ExtendRequest(int Epochs)
{
    private static readonly SpecObject<ExtendRequest> Rules = new(
    [
        new("epochs", (request, value) => request with { Epochs = value.Count(SpecRules.MaxEpochs, request.Epochs) },
            Missing: $"a whole number from 1 to {SpecRules.MaxEpochs}"),
    ]);

    /// <summary>Reads JSON text in UTF-8.</summary>
    /// <param name="utf8Json">One JSON value; the caller bounds its size.</param>
    /// <returns>The new total, and what is wrong; only without errors is the total valid.</returns>
    public static (int Epochs, IReadOnlyList<SpecError> Errors) Read(ReadOnlyMemory<byte> utf8Json) => SpecDocument.Read(
        utf8Json,
        json =>
        {
            var faults = new SpecFaults();
            return (Rules.Read(new SpecValue(json, "", faults), new ExtendRequest(1)).Epochs, faults.ToList());
        },
        fault => (0, [fault]));
}
