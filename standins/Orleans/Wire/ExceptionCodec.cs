using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Orleans.Serialization;

namespace Orleans.Wire;

/// <summary>
/// Exceptions travel as type, message, stack trace, inner exceptions, HRESULT and data, and with the members that have a number. Where the
/// type is not known, an <see cref="UnavailableExceptionFallbackException"/> stands for it.
/// </summary>
internal sealed class ExceptionCodec(CodecProvider codecs) : Codec<Exception>
{
    private static readonly string[] FrameworkNamespaces = ["System", "Microsoft", "Azure", "Orleans"];

    private readonly ConcurrentDictionary<Type, ExceptionMembers?> _members = new();

    public override void Write(WireWriter writer, Exception value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteByte(value is null ? References.Null : References.New);
        if (value is null)
        {
            return;
        }

        var type = value.GetType();
        ThrowIfForeign(type);
        writer.WriteString(TypeNames.NameOf(type));
        Text.Write(writer, ExceptionFields.MessageOf(value));
        Text.Write(writer, value.StackTrace!);
        writer.WriteRaw(value.HResult);
        codecs.ForDeclaredType<List<(object, object?)>>().Write(writer, DataOf(value));
        codecs.ForDeclaredType<Exception[]>().Write(writer, InnerOf(value));
        var part = writer.BeginPart();
        Members(type)?.Write(writer, value);
        writer.EndPart(part);
    }

    public override Exception Read(WireReader reader)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (reader.ReadByte() == References.Null)
        {
            return null!;
        }

        var typeName = reader.ReadString();
        var message = Text.Read(reader);
        var stackTrace = Text.Read(reader);
        var hresult = reader.ReadRaw<int>();
        var data = codecs.ForDeclaredType<List<(object Key, object? Value)>>().Read(reader);
        var inner = codecs.ForDeclaredType<Exception[]>().Read(reader);
        var end = reader.BeginPart();
        var exception = Create(typeName, inner ?? []);
        ExceptionFields.Set(exception, message, inner?.FirstOrDefault(), hresult);
        if (exception is not UnavailableExceptionFallbackException)
        {
            Members(exception.GetType())?.Read(reader, exception);
        }

        reader.EndPart(end);
        Fill(exception.Data, data);
        return stackTrace is null ? exception : ExceptionDispatchInfo.SetRemoteStackTrace(exception, stackTrace);
    }

    private Codec<string> Text => codecs.ForDeclaredType<string>();

    private static List<(object Key, object? Value)> DataOf(Exception exception) =>
        exception.Data is { Count: > 0 } data ? [.. data.Cast<DictionaryEntry>().Select(e => (e.Key, e.Value))] : [];

    private static Exception[] InnerOf(Exception exception) => exception is AggregateException several ? [.. several.InnerExceptions]
        : exception.InnerException is { } one ? [one]
        : [];

    private static void Fill(IDictionary target, List<(object Key, object? Value)>? data)
    {
        foreach (var (key, value) in data ?? [])
        {
            target[key ?? throw WireReader.Malformed("data of an exception without a key")] = value;
        }
    }

    private static Exception Create(string typeName, Exception[] inner)
    {
        if (TypeNames.TryResolve(typeName) is not { IsAbstract: false } type || !type.IsAssignableTo(typeof(Exception)) || !MayTravel(type))
        {
            return new UnavailableExceptionFallbackException { ExceptionType = typeName };
        }

        return type == typeof(AggregateException) ? new AggregateException(inner) : (Exception)RuntimeHelpers.GetUninitializedObject(type);
    }

    private static void ThrowIfForeign(Type type)
    {
        if (!MayTravel(type))
        {
            throw new CodecNotFoundException($"Could not find a codec for type {type}. Give the exception [GenerateSerializer].");
        }
    }

    private static bool MayTravel(Type type) => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
        || type.Namespace is { } name && Array.Exists(FrameworkNamespaces, n => name.StartsWith(n, StringComparison.Ordinal));

    private ExceptionMembers? Members(Type type) => _members.GetOrAdd(type, static (t, c) => SerializableMembers.TryFindLevels(t) is { } levels
        ? Generic.Create<ExceptionMembers>(typeof(ExceptionMembers<>), [t], c, levels)
        : null, codecs);

    private abstract class ExceptionMembers
    {
        public abstract void Write(WireWriter writer, Exception value);

        public abstract void Read(WireReader reader, Exception value);
    }

    private sealed class ExceptionMembers<T>(CodecProvider codecs, SerializableMember[][] levels) : ExceptionMembers where T : Exception
    {
        private readonly MembersCodec<T> _members = new(codecs, levels);

        public override void Write(WireWriter writer, Exception value)
        {
            var exception = (T)value;
            _members.Write(writer, ref exception);
        }

        public override void Read(WireReader reader, Exception value)
        {
            var exception = (T)value;
            _members.Read(reader, ref exception);
        }
    }
}

/// <summary>What an exception keeps to itself.</summary>
internal static class ExceptionFields
{
    /// <summary>The message as it was given; some types add to it when it is asked for.</summary>
    public static string MessageOf(Exception exception) => Message(exception) ?? exception.Message;

    public static void Set(Exception exception, string message, Exception? inner, int hresult)
    {
        Message(exception) = message;
        Inner(exception) = inner;
        exception.HResult = hresult;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_message")]
    private static extern ref string? Message(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? Inner(Exception exception);
}
