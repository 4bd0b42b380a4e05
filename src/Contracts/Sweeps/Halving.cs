using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>
/// Asynchronous successive halving, which stops the weak experiments of a sweep early: at rungs of
/// <see cref="MinEpochs"/> × <see cref="Factor"/>^k epochs an experiment goes on only while its loss is among the best of every
/// <see cref="Factor"/>-th part of those that have come to that rung so far. No experiment waits for another. Source: Li, Jamieson,
/// Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht, Talwalkar: A System for Massively Parallel Hyperparameter Tuning, MLSys 2020, in the
/// variant that stops rather than promotes.
/// </summary>
/// <param name="Factor">Of so many about one goes on, 2–100.</param>
/// <param name="MinEpochs">Epochs of the first rung, 1–10,000,000.</param>
public sealed record Halving(int Factor, int MinEpochs)
{
    /// <summary>The sweep's field that holds it.</summary>
    internal const string Field = "halving";

    private const int MaxFactor = 100;
    private const int DefaultFactor = 3;

    private static readonly SpecObject<Halving> Rules = new(
    [
        new("factor", (halving, value) => halving with { Factor = value.Count(MaxFactor, halving.Factor, min: 2) }),
        new("minEpochs", (halving, value) => halving with { MinEpochs = value.Count(SpecRules.MaxEpochs, halving.MinEpochs) },
            Missing: $"a whole number from 1 to {SpecRules.MaxEpochs}"),
    ]);

    /// <summary>The first rung at or after an epoch, for an experiment of so many epochs; null when there is none before its end.</summary>
    public Rung? NextRung(int epoch, int epochs)
    {
        var (number, at) = (0, (long)MinEpochs);
        while (at < epoch)
        {
            (number, at) = (number + 1, at * Factor);
        }

        return at < epochs ? new Rung(number, (int)at) : null;
    }

    /// <summary>Whether an experiment goes on; one that none is better than does always.</summary>
    /// <param name="better">How many at its rung are better.</param>
    /// <param name="total">How many have come to it, this one included.</param>
    public bool Keeps(int better, int total) => better == 0 || (long)better * Factor < total;

    internal static Halving Read(SpecValue value) => Rules.Read(value, new Halving(DefaultFactor, 1));

    internal JsonNode ToJson() => new JsonObject { ["factor"] = Factor, ["minEpochs"] = MinEpochs };
}

/// <summary>A place at which experiments are compared.</summary>
/// <param name="Number">0, 1, 2, …</param>
/// <param name="Epochs">After how many epochs.</param>
public readonly record struct Rung(int Number, int Epochs);
