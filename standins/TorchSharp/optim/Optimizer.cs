using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public abstract partial class Optimizer : IDisposable
            {
                public virtual IEnumerable<ILearningRateController> ParamGroups => Groups;

                internal List<ParamGroup> Groups { get; } = [];

                public abstract void zero_grad();

                public abstract Tensor? step(Func<Tensor>? closure = null);

                public virtual IEnumerable<Parameter> parameters() => Groups.SelectMany(group => group.Parameters);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected abstract void Dispose(bool disposing);
            }
        }
    }

    namespace Modules
    {
        public class OptimizerOptions
        {
            public double? LearningRate { get; set; }

            public double InitialLearningRate { get; set; }
        }

        public class ParamGroup : optim.ILearningRateController
        {
            public IEnumerable<Parameter> Parameters { get; set; } = [];

            public OptimizerOptions Options { get; set; } = new();

            public double LearningRate
            {
                get => Options.LearningRate!.Value;
                set => Options.LearningRate = value;
            }

            public double InitialLearningRate
            {
                get => Options.InitialLearningRate;
                set => Options.InitialLearningRate = value;
            }
        }

        public abstract class OptimizerHelper : optim.Optimizer
        {
            public override void zero_grad()
            {
                foreach (var parameter in parameters())
                {
                    using var grad = parameter.grad;
                    grad?.zero_();
                }
            }

            internal Tensor? Step(Func<Tensor>? closure, Action<Parameter, Tensor, double> update)
            {
                Tensor? loss = null;
                if (closure is not null)
                {
                    using var tracking = enable_grad();
                    loss = closure();
                }

                using var plain = no_grad();
                using var scope = NewDisposeScope();
                foreach (var group in Groups)
                {
                    foreach (var parameter in group.Parameters)
                    {
                        if (parameter.grad is { } grad)
                        {
                            update(parameter, grad, group.LearningRate);
                        }
                    }
                }

                return loss;
            }

            internal void AddGroup(IEnumerable<Parameter> parameters, double learningRate) => Groups.Add(new ParamGroup
            {
                Parameters = [.. parameters],
                Options = new OptimizerOptions { LearningRate = learningRate, InitialLearningRate = learningRate },
            });
        }
    }
}
