using Distributed.Contracts.Experiments;

namespace Distributed.Chaos.Tests.Support;

/// <summary>Pieces of histories, written by hand to prove what the checker sees in them. Times are seconds.</summary>
internal static class Make
{
    public const string Id = "one";
    public const string Model = "line";

    /// <summary>The losses of an undisturbed run of three epochs.</summary>
    public static IReadOnlyList<float> Losses { get; } = [9f, 4f, 1f];

    public static Operation Ask(Verb verb, double begin, double end, Answer answer, string server = "trainer-1") => new(
        "client-1", verb, verb is Verb.Versions or Verb.Predict ? Model : Id, server, Seconds(begin), Seconds(end), answer);

    /// <summary>A view at an epoch, with the loss that belongs there.</summary>
    public static Standing View(ExperimentPhase phase, int epoch = 0, int? version = null) => new(new ExperimentView(
        Id, Model, phase, epoch, Losses.Count, epoch > 0 ? Losses[epoch - 1] : null, version, Failure: null, Silo: "trainer-1",
        DateTimeOffset.UnixEpoch, StartedAt: null, EndedAt: phase.IsFinal() ? DateTimeOffset.UnixEpoch : null));

    public static Standing Completed(int version = 1) => View(ExperimentPhase.Completed, Losses.Count, version);

    public static Happening Befell(string victim, double at, Befallen what, double length = 0) =>
        new(Seconds(at), victim, what, Length: Seconds(length));

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
