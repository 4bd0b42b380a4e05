using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// Changes parameters by their gradients, with PyTorch's arithmetic in PyTorch's order. Ours rather than
/// <c>torch.optim</c>'s because a checkpoint needs the whole state at any step, the first included, and because
/// the constants of a run are made once instead of at every step.
/// </summary>
internal abstract class Optimizer(IReadOnlyList<Parameter> parameters) : IDisposable
{
    private readonly List<Scalar> _constants = [];

    /// <summary>Steps done.</summary>
    public int Steps { get; set; }

    /// <summary>All that a step remembers for the next, beside <see cref="Steps"/>; always the same tensors in the same order.</summary>
    public abstract IReadOnlyList<Tensor> State { get; }

    /// <summary>Applies the gradients. The caller's dispose scope takes what is made on the way.</summary>
    public void Step()
    {
        using var plain = no_grad();
        BeginStep();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].grad is { } gradient)
            {
                Update(i, parameters[i], gradient);
            }
        }

        Steps++;
    }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    public virtual void Dispose()
    {
        foreach (var tensor in State)
        {
            tensor.Dispose();
        }

        foreach (var constant in _constants)
        {
            constant.Dispose();
        }
    }

    /// <summary>Work that a step does once, whatever the number of parameters.</summary>
    protected virtual void BeginStep()
    {
    }

    /// <summary>Changes one parameter in place.</summary>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    /// <summary>A zero tensor for every parameter, of its shape.</summary>
    protected static Tensor[] ZerosLike(IReadOnlyList<Parameter> parameters) =>
        [.. parameters.Select(parameter => zeros_like(parameter).DetachFromDisposeScope())];

    /// <summary>A number that lives as long as the optimizer.</summary>
    protected Scalar Constant(double value)
    {
        Scalar constant = value;
        _constants.Add(constant);
        return constant;
    }
}
