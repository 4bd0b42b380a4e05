using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool is_leaf => ta_is_leaf(Handle) != 0;

        public bool requires_grad
        {
            get => ta_requires_grad(Handle) != 0;
            set => Check(ta_set_requires_grad(Handle, value ? 1 : 0), this);
        }

        /// <summary>What backward() has accumulated, null before the first time. Each read is a new reference to the same memory.</summary>
        public Tensor? grad
        {
            get
            {
                nint result;
                Check(ta_grad(Handle, &result), this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                Check(ta_set_grad(Handle, value?.Handle ?? 0), this, value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad() => Check(ta_retain_grad(Handle), this);

        public void backward() => Check(ta_backward(Handle, 0, 0, 0), this);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (inputs is not null || grad_tensors is { Count: not 1 })
            {
                throw new NotSupportedException("backward takes one gradient and no list of inputs here");
            }

            Check(ta_backward(Handle, grad_tensors?[0].Handle ?? 0, retain_graph ? 1 : 0, create_graph ? 1 : 0), this);
            GC.KeepAlive(grad_tensors);
        }

        public Tensor detach() => Apply(&ta_detach);

        public Tensor detach_() => Change(&ta_detach_);
    }
}
