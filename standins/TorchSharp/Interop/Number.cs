namespace TorchSharp.Interop;

/// <summary>A number in the form in which it crosses the border to native code; mirrors <c>Number</c> in abi.h.</summary>
internal readonly struct Number
{
    private readonly long _bits;
    private readonly long _kind;

    public Number(double value)
    {
        _bits = BitConverter.DoubleToInt64Bits(value);
        _kind = 0;
    }

    public Number(long value)
    {
        _bits = value;
        _kind = 1;
    }

    public Number(bool value)
    {
        _bits = value ? 1 : 0;
        _kind = 2;
    }

    public bool IsFloating => _kind == 0;

    public double AsDouble => IsFloating ? BitConverter.Int64BitsToDouble(_bits) : _bits;

    public long AsInt64 => IsFloating ? (long)AsDouble : _bits;
}
