namespace Distributed.TrainerGrain.Grains;

/// <summary>How far training has come.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Loss">Loss of the last of them; null before the first or when it is not finite.</param>
public sealed record Milestone(int Epoch, float? Loss)
{
    /// <summary>An epoch, of whose losses the last are known.</summary>
    public static Milestone At(int epoch, float[] losses) => new(epoch, losses is [.., var last] && float.IsFinite(last) ? last : null);
}
