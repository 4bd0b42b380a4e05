using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.References;

/// <summary>What the runtime knows of a method of a grain interface.</summary>
internal sealed class GrainMethod
{
    private readonly ConcurrentDictionary<string, GrainMethod> _constructed = new();
    private readonly CopierProvider _copiers;
    private readonly Lazy<Func<object, object?[], object?>> _call;
    private readonly Lazy<Copier?[]> _argumentCopiers;
    private readonly Lazy<MethodReturn> _return;

    public GrainMethod(MethodInfo info, CopierProvider copiers)
    {
        Info = info;
        _copiers = copiers;
        var parameters = info.GetParameters();
        InterfaceName = info.DeclaringType!.FullName!.Replace('+', '.');
        ActivityName = $"{info.DeclaringType.Name}/{info.Name}";
        Key = StableHash.Of($"{info.DeclaringType} {(info.IsGenericMethod ? info.GetGenericMethodDefinition() : info)}");
        TokenIndex = Array.FindIndex(parameters, p => p.ParameterType == typeof(CancellationToken));
        ResponseTimeout = info.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        IsAlwaysInterleave = info.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsReadOnly = info.IsDefined(typeof(ReadOnlyAttribute));
        IsOneWay = info.IsDefined(typeof(OneWayAttribute)) || info.ReturnType == typeof(void);
        _call = new(() => MethodCall.Compile(info));
        _argumentCopiers = new(() => Array.ConvertAll(parameters, CopierOf));
        _return = new(() => MethodReturn.For(info));
    }

    public MethodInfo Info { get; }

    public string InterfaceName { get; }

    public string ActivityName { get; }

    /// <summary>What the method is called by between silos.</summary>
    public uint Key { get; }

    /// <summary>The position of the cancellation token; -1 when there is none.</summary>
    public int TokenIndex { get; }

    public TimeSpan? ResponseTimeout { get; }

    public bool IsAlwaysInterleave { get; }

    public bool IsReadOnly { get; }

    public bool IsOneWay { get; }

    /// <summary>Replaces the arguments by copies.</summary>
    public void CopyArguments(object?[] arguments)
    {
        var copiers = _argumentCopiers.Value;
        CopyContext? context = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (copiers[i] is { } copier && arguments[i] is { } argument)
            {
                arguments[i] = copier.CopyObject(argument, context ??= new());
            }
        }
    }

    /// <summary>Calls the method on <paramref name="target"/> and awaits it.</summary>
    public ValueTask<Response> Invoke(object target, object?[] arguments) => _return.Value.Await(InvokeRaw(target, arguments));

    /// <summary>Calls the method on <paramref name="target"/>.</summary>
    public object? InvokeRaw(object target, object?[] arguments) => _call.Value(target, arguments);

    /// <summary>The method of a generic definition with its type arguments.</summary>
    public GrainMethod Construct(Type[] typeArguments) => _constructed.GetOrAdd(
        string.Join('|', typeArguments.Select(t => t.AssemblyQualifiedName)),
        static (_, s) => new GrainMethod(s.Method.Info.MakeGenericMethod(s.typeArguments), s.Method._copiers),
        (Method: this, typeArguments));

    private Copier? CopierOf(ParameterInfo parameter)
    {
        var copier = ImmutableTypes.IsMarked(parameter) ? null : _copiers.ForDeclaredType(parameter.ParameterType);
        return copier is { IsShallow: false } ? copier : null;
    }
}
