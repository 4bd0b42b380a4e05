using System.Collections.Concurrent;
using Orleans.Dispatch;
using Orleans.Enumeration;
using Orleans.References;
using Orleans.Runtime;

namespace Orleans.Wire;

/// <summary>Calls travel as the number of the method, its type arguments and its arguments.</summary>
internal sealed class RequestCodec(CodecProvider codecs, Lazy<ReferenceFactory> references, GrainTypeMap types)
{
    private const int MaxTypeArguments = 16;
    private readonly ConcurrentDictionary<GrainMethod, Codec[]> _arguments = new();

    public void Write(WireWriter writer, MethodRequest request)
    {
        var method = request.Method;
        writer.WriteRaw(method.Key);
        var typeArguments = method.Info.IsGenericMethod ? method.Info.GetGenericArguments() : [];
        writer.WriteCount(typeArguments.Length);
        Array.ForEach(typeArguments, writer.WriteType);
        var arguments = ArgumentsOf(method);
        for (var i = 0; i < arguments.Length; i++)
        {
            // The caller's token stays with the caller.
            arguments[i].WriteObject(writer, i == method.TokenIndex ? CancellationToken.None : request.GetArgument(i)!);
        }
    }

    public MethodRequest Read(WireReader reader, GrainInterfaceType contract)
    {
        var (method, arguments) = ReadCall(reader, references.Value.InterfaceOf(types.InterfaceNamed(contract)));
        return new(method, arguments);
    }

    public StreamRequest<T> ReadStream<T>(WireReader reader)
    {
        var target = codecs.ForDeclaredType<GrainReference>().Read(reader);
        var contract = target?.Shared.Interface ?? throw WireReader.Malformed("a stream of nobody");
        var (method, arguments) = ReadCall(reader, contract);
        return new(target, method, arguments) { MaxBatchSize = reader.ReadRaw<int>() };
    }

    public void WriteStream<T>(WireWriter writer, StreamRequest<T> request)
    {
        codecs.ForDeclaredType<GrainReference>().Write(writer, request.Target);
        Write(writer, request);
        writer.WriteRaw(request.MaxBatchSize);
    }

    private (GrainMethod Method, object?[] Arguments) ReadCall(WireReader reader, GrainInterface contract)
    {
        var key = reader.ReadRaw<uint>();
        var method = contract.TryFind(key)
            ?? throw new MissingMethodException($"The grain interface {contract.Type} has no method with the number {key} here.");
        method = ReadTypeArguments(reader) is { Length: > 0 } types ? Construct(method, types) : method;
        return (method, Array.ConvertAll(ArgumentsOf(method), codec => codec.ReadObject(reader)));
    }

    private static GrainMethod Construct(GrainMethod method, Type[] types)
    {
        try
        {
            return method.Construct(types);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw WireReader.Malformed($"type arguments that {method.Info} refuses");
        }
    }

    private static Type[] ReadTypeArguments(WireReader reader)
    {
        var types = new Type[Math.Min(reader.ReadCount(), MaxTypeArguments)];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = reader.ReadType() ?? throw WireReader.Malformed("a missing type argument");
        }

        return types;
    }

    private Codec[] ArgumentsOf(GrainMethod method) => _arguments.TryGetValue(method, out var known)
        ? known
        : _arguments.GetOrAdd(method, Array.ConvertAll(method.Info.GetParameters(), p => codecs.ForDeclaredType(p.ParameterType)));
}

/// <summary>The call behind an enumeration is itself an argument.</summary>
internal sealed class StreamRequestCodec<T>(RequestCodec requests) : Codec<StreamRequest<T>>
{
    public override void Write(WireWriter writer, StreamRequest<T> value) => requests.WriteStream(writer, value);

    public override StreamRequest<T> Read(WireReader reader) => requests.ReadStream<T>(reader);
}
