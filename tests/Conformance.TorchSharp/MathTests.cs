using TorchSharp;
using static Distributed.Conformance.TorchSharp.Values;
using static TorchSharp.torch;

namespace Distributed.Conformance.TorchSharp;

/// <summary>Element-wise operations against closed forms.</summary>
public sealed class MathTests
{
    private static readonly double[] A = [0.25, -1.5, 2, 4];
    private static readonly double[] B = [2, 0.5, -4, 4];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Operation, Func<double, double> Formula)> Unary = new()
    {
        ["abs"] = (x => x.abs(), Math.Abs),
        ["neg"] = (x => -x, x => -x),
        ["square"] = (x => x.square(), x => x * x),
        ["exp"] = (x => x.exp(), Math.Exp),
        ["log"] = (x => x.abs().log(), x => Math.Log(Math.Abs(x))),
        ["sqrt"] = (x => x.abs().sqrt(), x => Math.Sqrt(Math.Abs(x))),
        ["tanh"] = (x => x.tanh(), Math.Tanh),
        ["relu"] = (x => x.relu(), x => Math.Max(0, x)),
        ["sigmoid"] = (x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["reciprocal"] = (x => x.reciprocal(), x => 1 / x),
        ["sign"] = (x => x.sign(), x => Math.Sign(x)),
        ["add scalar"] = (x => x + 2.5, x => x + 2.5),
        ["scalar minus"] = (x => 1.5 - x, x => 1.5 - x),
        ["mul scalar"] = (x => 3 * x, x => 3 * x),
        ["div scalar"] = (x => x / 4f, x => x / 4),
        ["scalar div"] = (x => 2.0 / x, x => 2 / x),
        ["pow scalar"] = (x => x.pow(3), x => x * x * x),
        ["clamp"] = (x => x.clamp(min: -1.0, max: 2.0), x => Math.Clamp(x, -1, 2)),
        ["clamp from below"] = (x => x.clamp(min: 0.5), x => Math.Max(0.5, x)),
        ["abs_"] = (x => x.abs_(), Math.Abs),
        ["neg_"] = (x => x.neg_(), x => -x),
        ["sqrt_"] = (x => x.abs_().sqrt_(), x => Math.Sqrt(Math.Abs(x))),
        ["tanh_"] = (x => x.tanh_(), Math.Tanh),
        ["relu_"] = (x => x.relu_(), x => Math.Max(0, x)),
        ["reciprocal_"] = (x => x.reciprocal_(), x => 1 / x),
        ["zero_"] = (x => x.zero_(), _ => 0),
        ["fill_"] = (x => x.fill_(7), _ => 7),
        ["add_ scalar"] = (x => x.add_(2), x => x + 2),
        ["sub_ scalar"] = (x => x.sub_(2), x => x - 2),
        ["mul_ scalar"] = (x => x.mul_(2), x => x * 2),
        ["div_ scalar"] = (x => x.div_(2), x => x / 2),
        ["pow_ scalar"] = (x => x.pow_(2), x => x * x),
        ["clamp_"] = (x => x.clamp_(min: -1.0, max: 2.0), x => Math.Clamp(x, -1, 2)),
    };

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Operation, Func<double, double, double> Formula)> Binary = new()
    {
        ["add"] = ((x, y) => x + y, (x, y) => x + y),
        ["add with alpha"] = ((x, y) => x.add(y, alpha: 0.5), (x, y) => x + (0.5 * y)),
        ["sub"] = ((x, y) => x - y, (x, y) => x - y),
        ["mul"] = ((x, y) => x * y, (x, y) => x * y),
        ["div"] = ((x, y) => x / y, (x, y) => x / y),
        ["pow"] = ((x, y) => x.abs().pow(y), (x, y) => Math.Pow(Math.Abs(x), y)),
        ["maximum"] = (maximum, Math.Max),
        ["minimum"] = (minimum, Math.Min),
        ["where"] = ((x, y) => where(x > y, x, y * 2), (x, y) => x > y ? x : y * 2),
        ["lerp"] = ((x, y) => x.lerp(y, full_like(x, 0.25)), (x, y) => x + (0.25 * (y - x))),
        ["addcmul"] = ((x, y) => x.addcmul(x, y, 0.5), (x, y) => x + (0.5 * x * y)),
        ["addcdiv"] = ((x, y) => x.addcdiv(x, y, 0.5), (x, y) => x + (0.5 * x / y)),
        ["add_"] = ((x, y) => x.add_(y), (x, y) => x + y),
        ["add_ with alpha"] = ((x, y) => x.add_(y, alpha: -0.1), (x, y) => x - (0.1 * y)),
        ["sub_"] = ((x, y) => x.sub_(y), (x, y) => x - y),
        ["mul_"] = ((x, y) => x.mul_(y), (x, y) => x * y),
        ["div_"] = ((x, y) => x.div_(y), (x, y) => x / y),
        ["pow_"] = ((x, y) => x.abs_().pow_(y), (x, y) => Math.Pow(Math.Abs(x), y)),
        ["copy_"] = ((x, y) => x.copy_(y), (_, y) => y),
        ["lerp_"] = ((x, y) => x.lerp_(y, full_like(x, 0.75)), (x, y) => x + (0.75 * (y - x))),
        ["addcmul_"] = ((x, y) => x.addcmul_(y, y, 2), (x, y) => x + (2 * y * y)),
        ["addcdiv_"] = ((x, y) => x.addcdiv_(y, y, 2), (x, _) => x + 2),
        ["clamp by tensor"] = ((x, y) => x.clamp(min: y), Math.Max),
    };

    public static TheoryData<string> UnaryNames => new(Unary.Keys);

    public static TheoryData<string> BinaryNames => new(Binary.Keys);

    [Theory, MemberData(nameof(UnaryNames))]
    public void Unary_GivesItsClosedForm(string name)
    {
        var (operation, formula) = Unary[name];

        AssertTensor([4], [.. A.Select(formula)], operation(Vector(A)));
    }

    [Theory, MemberData(nameof(BinaryNames))]
    public void Binary_GivesItsClosedForm(string name)
    {
        var (operation, formula) = Binary[name];

        AssertTensor([4], [.. A.Zip(B, formula)], operation(Vector(A), Vector(B)));
    }

    [Theory, MemberData(nameof(BinaryNames))]
    public void Binary_WithAnUnderscore_ChangesItsFirstTensorAndReturnsIt(string name)
    {
        var (operation, formula) = Binary[name];
        var first = Vector(A);
        var result = operation(first, Vector(B));
        var changes = name.Contains('_', StringComparison.Ordinal);

        Assert.Equal(changes, ReferenceEquals(first, result));
        AssertTensor([4], changes ? [.. A.Zip(B, formula)] : A, first);
    }

    [Fact]
    public void Binary_Broadcasts()
    {
        var column = Matrix(2, 1, 10, 20);

        AssertTensor([2, 3], [11, 12, 13, 21, 22, 23], column + Vector(1, 2, 3));
    }

    [Fact]
    public void InPlace_OfFloat32WithFloat64_IsComputedInFloat64AndRoundedOnce()
    {
        // As a float32, the second would be half of the first's last digit, and the sum would be rounded down to 1.
        var slightlyMoreThanHalfADigit = Math.ScaleB(1, -24) + Math.ScaleB(1, -50);
        var sum = tensor([1f]).add_(tensor([slightlyMoreThanHalfADigit]));

        Assert.Equal(ScalarType.Float32, sum.dtype);
        Assert.Equal(1 + MathF.ScaleB(1, -23), sum.item<float>());
        Assert.Equal(ScalarType.Float64, tensor([1f]).mul(tensor([0.1])).dtype);
    }

    [Fact]
    public void Clamp_BetweenTensors_Broadcasts()
    {
        var low = Matrix(2, 1, -1, 0);
        var high = Matrix(2, 1, 1, 2);

        AssertTensor([2, 4], [0.25, -1, 1, 1, 0.25, 0, 2, 2], stack([Vector(A), Vector(A)]).clamp(low, high));
    }

    [Fact]
    public void Alpha_IsRoundedToTheTensorsType()
    {
        var sum = Vector(0).add(Vector(1), alpha: 0.1);

        Assert.Equal(0.1f, sum.item<float>());
    }
}
