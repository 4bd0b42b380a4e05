namespace Distributed.Chaos.Tests.Checking;

/// <summary>When which process worked and when it did not, as far as experiments depend on it: trainers and the store.</summary>
internal sealed class Timeline
{
    /// <summary>Failure detection, taking over and going on may take so long after a process is back.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(60);

    private readonly List<Gap> _gaps = [];
    private readonly string[] _trainers;

    /// <summary>Reads the gaps off what befell the processes.</summary>
    public Timeline(IEnumerable<Happening> happenings)
    {
        var relevant = happenings.Where(happening => !IsInference(happening.Victim)).ToList();
        _trainers = [.. relevant.Select(happening => happening.Victim).Where(IsTrainer).Distinct()];
        foreach (var victim in relevant.GroupBy(happening => happening.Victim))
        {
            _gaps.AddRange(GapsOf(victim.Key, [.. victim]));
        }
    }

    /// <summary>True when something that can cost an experiment progress happened in this span, or shortly before it.</summary>
    public bool WasDisturbed(TimeSpan from, TimeSpan until) =>
        _gaps.Exists(gap => gap.From <= until && (gap.Until is not { } back || back + Aftermath >= from));

    /// <summary>The first moment from which on, for a length of time, the store and the same trainer work without a break; null for none.</summary>
    public TimeSpan? FirstCalm(TimeSpan from, TimeSpan length) =>
        _gaps.Select(gap => gap.Until).OfType<TimeSpan>().Append(from).Where(moment => moment >= from).Order()
            .Select(moment => (TimeSpan?)moment)
            .FirstOrDefault(moment => IsCalm(moment!.Value, moment.Value + length));

    private bool IsCalm(TimeSpan from, TimeSpan until) =>
        !_gaps.Exists(gap => !IsTrainer(gap.Victim) && gap.Overlaps(from, until))
        && Array.Exists(_trainers, trainer => !_gaps.Exists(gap => gap.Victim == trainer && gap.Overlaps(from, until)));

    private static bool IsTrainer(string victim) => victim.StartsWith("trainer", StringComparison.Ordinal);

    private static bool IsInference(string victim) => victim.StartsWith("inference", StringComparison.Ordinal);

    // A gap lasts from the fault to the next time the process says that it is up; a pause that it survives, as long as it was to.
    private static IEnumerable<Gap> GapsOf(string victim, IReadOnlyList<Happening> happenings)
    {
        for (var i = 0; i < happenings.Count; i++)
        {
            var happening = happenings[i];
            if (happening.What == Befallen.Paused)
            {
                yield return new Gap(victim, happening.At, happening.At + happening.Length);
            }
            else if (happening.What is not (Befallen.Up or Befallen.TrapSet))
            {
                yield return new Gap(victim, happening.At, happenings.Skip(i).FirstOrDefault(later => later.What == Befallen.Up)?.At);
            }
        }
    }

    private sealed record Gap(string Victim, TimeSpan From, TimeSpan? Until)
    {
        public bool Overlaps(TimeSpan from, TimeSpan until) => From <= until && (Until is not { } end || end > from);
    }
}
