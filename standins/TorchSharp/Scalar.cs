using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number that an operation takes beside its tensors.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(Number value) => Value = value;

    internal Number Value { get; }

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    public void Dispose()
    {
        // The value lives in this object; there is nothing native to give back.
    }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this int value) => new(new Number((long)value));

    public static Scalar ToScalar(this long value) => new(new Number(value));

    public static Scalar ToScalar(this float value) => new(new Number((double)value));

    public static Scalar ToScalar(this double value) => new(new Number(value));

    public static Scalar ToScalar(this bool value) => new(new Number(value));

    public static float ToSingle(this Scalar value) => (float)value.Value.AsDouble;

    public static double ToDouble(this Scalar value) => value.Value.AsDouble;

    public static int ToInt32(this Scalar value) => checked((int)value.Value.AsInt64);

    public static long ToInt64(this Scalar value) => value.Value.AsInt64;

    public static bool ToBoolean(this Scalar value) => value.Value.AsDouble != 0;
}
