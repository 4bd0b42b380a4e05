using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: its own parameters and buffers, then those of its parts, in the order of registration.</summary>
        public class Module : IDisposable
        {
            private readonly List<(string name, Parameter parameter)> _parameters = [];
            private readonly List<(string name, Tensor buffer)> _buffers = [];
            private readonly List<(string name, Module module)> _children = [];
            private readonly string _name;
            private bool _areComponentsRegistered;

            protected Module(string name) => _name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => _name;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var (_, child) in named_children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            public virtual IEnumerable<(string name, Module module)> named_children() => _children;

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                recurse ? [.. _parameters, .. OfChildren(child => child.named_parameters())] : _parameters;

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(entry => entry.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(
                bool recurse = true, bool include_nonpersistent = true) =>
                recurse ? [.. _buffers, .. OfChildren(child => child.named_buffers())] : _buffers;

            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var lead = string.IsNullOrEmpty(prefix) ? string.Empty : prefix + ".";
                foreach (var (key, tensor) in named_parameters().Select(p => (p.name, (Tensor)p.parameter)).Concat(named_buffers()))
                {
                    destination.TryAdd(lead + key, tensor);
                }

                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                var missing = destination.Keys.Except(source.Keys).Except(skip ?? []).ToList();
                var unexpected = source.Keys.Except(destination.Keys).Except(skip ?? []).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                }

                using var _ = no_grad();
                foreach (var key in source.Keys.Intersect(destination.Keys).Except(skip ?? []))
                {
                    destination[key].copy_(source[key]);
                }

                return (missing, unexpected);
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var grad = parameter.grad;
                        grad?.zero_();
                    }
                }
            }

            public virtual void register_module(string name, Module submodule)
            {
                submodule.RegisterComponents();
                _children.Add((name, submodule));
            }

            public virtual void register_parameter(string name, Parameter param) => _parameters.Add((name, param));

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true) => _buffers.Add((name, tensor));

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                _parameters.ForEach(entry => entry.parameter.Dispose());
                _buffers.ForEach(entry => entry.buffer.Dispose());
                foreach (var (_, child) in named_children())
                {
                    child.Dispose();
                }
            }

            /// <summary>Registers what the fields of a derived class hold; such a class calls it at the end of its constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered)
                {
                    return;
                }

                _areComponentsRegistered = true;
                foreach (var field in FieldsOf(GetType()))
                {
                    RegisterField(field.Name, field.GetValue(this));
                }
            }

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                _parameters.RemoveAll(entry => entry.name == name);
                if (value is not null)
                {
                    _parameters.Add((name, value));
                }
            }

            // Fields declared by this package's own classes are registered by them.
            private static IEnumerable<FieldInfo> FieldsOf(Type type)
            {
                const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                for (var level = type; level is not null && level.Assembly != typeof(Module).Assembly; level = level.BaseType)
                {
                    foreach (var field in level.GetFields(Own))
                    {
                        yield return field;
                    }
                }
            }

            private void RegisterField(string field, object? value)
            {
                switch (value)
                {
                    case Module module:
                        register_module(field, module);
                        break;
                    case Parameter parameter:
                        register_parameter(field, parameter);
                        break;
                    case Tensor tensor:
                        register_buffer(field, tensor);
                        break;
                }
            }

            private IEnumerable<(string Name, T Item)> OfChildren<T>(Func<Module, IEnumerable<(string Name, T Item)>> items) =>
                named_children().SelectMany(child => items(child.module).Select(entry => ($"{child.name}.{entry.Name}", entry.Item)));
        }
    }
}
