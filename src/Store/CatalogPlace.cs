using System.Globalization;

namespace Distributed.Store;

/// <summary>A place in a listing of the catalog: behind one of its entries, or, by default, at the beginning.</summary>
/// <param name="Loss">The entry's final loss in the order of losses; null in the order of acceptance and at the beginning.</param>
/// <param name="Sequence">The entry's number in the order of acceptance, 1 or more; 0 at the beginning.</param>
public readonly record struct CatalogPlace(double? Loss, long Sequence)
{
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The place as text, <c>123</c> or <c>0.25:123</c>, from which <see cref="TryParse"/> makes the same place again.</summary>
    public override string ToString()
    {
        var sequence = Sequence.ToString(CultureInfo.InvariantCulture);

        // The text goes into addresses, where a plus sign stands for a space.
        return Loss is { } loss
            ? $"{loss.ToString("R", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal)}:{sequence}"
            : sequence;
    }

    /// <summary>Reads what <see cref="ToString"/> has written; false for anything else.</summary>
    public static bool TryParse(string? text, out CatalogPlace place)
    {
        place = default;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        double? loss = null;
        if (colon >= 0)
        {
            if (!double.TryParse(text.AsSpan(0, colon), Number, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            {
                return false;
            }

            loss = number;
        }

        if (!long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        place = new CatalogPlace(loss, sequence);
        return true;
    }
}
