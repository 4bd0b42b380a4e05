using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules one after another; owns them. A result between two modules is disposed as soon as the next has used it.</summary>
        public class Sequential : nn.Module<Tensor, Tensor>
        {
            private readonly List<nn.Module<Tensor, Tensor>> _modules = [];

            internal Sequential()
                : base(nameof(Sequential))
            {
            }

            public int Count => _modules.Count;

            [IndexerName("SequentialItems")]
            public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

            public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
            {
                _modules.Add((nn.Module<Tensor, Tensor>)module);
                register_module(name, _modules[^1]);
                return this;
            }

            public Sequential append(nn.IModule<Tensor, Tensor> module) =>
                append(_modules.Count.ToString(CultureInfo.InvariantCulture), module);

            public override Tensor forward(Tensor input)
            {
                if (_modules.Count == 0)
                {
                    return input.alias();
                }

                var result = _modules[0].call(input);
                for (var i = 1; i < _modules.Count; i++)
                {
                    var next = _modules[i].call(result);
                    result.Dispose();
                    result = next;
                }

                return result;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new();

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
                Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) =>
                modules.Aggregate(new Sequential(), (sequence, module) => sequence.append(module));

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
                Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) =>
                modules.Aggregate(new Sequential(), (sequence, entry) => sequence.append(entry.name, entry.submodule));
        }
    }
}
