namespace Distributed.TrainerGrain.Grains;

/// <summary>How tables of verbs and phases are read and told.</summary>
internal static class ControlTable
{
    /// <summary>The ruling at a place of a table: by phase, then by verb, + allowed, = fulfilled, - refused.</summary>
    public static ControlRuling Judge(string[] table, int phase, int verb) => table[phase][verb] switch
    {
        '+' => ControlRuling.Allowed,
        '=' => ControlRuling.Fulfilled,
        _ => ControlRuling.Refused,
    };

    /// <summary>The name of a verb or a phase in a sentence.</summary>
    public static string NameOf<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();
}
