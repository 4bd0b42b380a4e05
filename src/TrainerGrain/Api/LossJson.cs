namespace Distributed.TrainerGrain.Api;

/// <summary>Losses as JSON can say them.</summary>
internal static class LossJson
{
    /// <summary>JSON has no NaN and no infinity: such a loss is null.</summary>
    public static float?[] From(float[] losses) => Array.ConvertAll(losses, loss => float.IsFinite(loss) ? loss : (float?)null);
}
