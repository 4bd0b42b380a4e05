using Orleans.Dispatch;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Wire;

/// <summary>Messages between silos: a header that every silo can read, and a body that only the receiver needs to.</summary>
internal sealed class MessageCodec(CodecProvider codecs)
{
    [Flags]
    private enum Flags : byte
    {
        None = 0,
        ReadOnly = 1,
        AlwaysInterleave = 2,
        KeepAlive = 4,
        Context = 8,
    }

    private enum BodyKind : byte
    {
        Request,
        Cancellation,
        Completed,
        Result,
        Failure,
    }

    public void Write(WireWriter writer, Message message)
    {
        writer.WriteRaw(message.Id);
        writer.WriteRaw(message.Direction);
        writer.WriteRaw(FlagsOf(message));
        writer.WriteByte((byte)message.ForwardCount);
        writer.WriteRaw(message.ExpiresAt == 0 ? 0 : Math.Max(1, message.ExpiresAt - Environment.TickCount64));
        LeafCodecs.WriteGrainId(writer, message.SendingGrain);
        LeafCodecs.WriteSilo(writer, message.SendingSilo ?? SiloAddress.Zero);
        LeafCodecs.WriteGrainId(writer, message.TargetGrain);
        LeafCodecs.WriteSilo(writer, message.TargetSilo ?? SiloAddress.Zero);
        LeafCodecs.WriteSpan(writer, message.InterfaceType.Value);
        if (message.RequestContext is { } context)
        {
            codecs.ForDeclaredType<Dictionary<string, object>>().Write(writer, context);
        }

        WriteBody(writer, message.Body);
    }

    /// <summary>Reads a header. What follows it is read by <see cref="ReadRest"/>.</summary>
    public static Message ReadHeader(WireReader reader, out bool hasContext)
    {
        var id = reader.ReadRaw<long>();
        var direction = reader.ReadRaw<MessageDirection>();
        var flags = reader.ReadRaw<Flags>();
        hasContext = flags.HasFlag(Flags.Context);
        var forwards = reader.ReadByte();
        var left = reader.ReadRaw<long>();
        return new()
        {
            Id = id,
            Direction = Enum.IsDefined(direction) ? direction : throw WireReader.Malformed($"the direction {direction}"),
            IsReadOnly = flags.HasFlag(Flags.ReadOnly),
            IsAlwaysInterleave = flags.HasFlag(Flags.AlwaysInterleave),
            IsKeepAlive = flags.HasFlag(Flags.KeepAlive),
            ForwardCount = forwards,
            ExpiresAt = left == 0 ? 0 : Environment.TickCount64 + left,
            SendingGrain = LeafCodecs.ReadGrainId(reader),
            SendingSilo = LeafCodecs.ReadSilo(reader),
            TargetGrain = LeafCodecs.ReadGrainId(reader),
            TargetSilo = LeafCodecs.ReadSilo(reader),
            InterfaceType = new(LeafCodecs.ReadSpan(reader)),
            Body = Response.Completed,
        };
    }

    /// <summary>Reads the rest of a message.</summary>
    public void ReadRest(WireReader reader, Message message, bool hasContext)
    {
        message.RequestContext = hasContext ? codecs.ForDeclaredType<Dictionary<string, object>>().Read(reader) : null;
        message.Body = ReadBody(reader, message.InterfaceType);
        if (message.Body is Response != message.Direction is MessageDirection.Response)
        {
            throw WireReader.Malformed($"a {message.Body.GetType().Name} in a {message.Direction}");
        }
    }

    private static Flags FlagsOf(Message message) =>
        (message.IsReadOnly ? Flags.ReadOnly : 0) | (message.IsAlwaysInterleave ? Flags.AlwaysInterleave : 0)
        | (message.IsKeepAlive ? Flags.KeepAlive : 0) | (message.RequestContext is null ? 0 : Flags.Context);

    private void WriteBody(WireWriter writer, object body)
    {
        switch (body)
        {
            case MethodRequest request:
                writer.WriteRaw(BodyKind.Request);
                codecs.Requests.Write(writer, request);
                break;
            case CancellationRequest cancellation:
                writer.WriteRaw(BodyKind.Cancellation);
                writer.WriteRaw(cancellation.MessageId);
                LeafCodecs.WriteGrainId(writer, cancellation.Caller);
                break;
            case Response { Exception: { } failure }:
                writer.WriteRaw(BodyKind.Failure);
                codecs.ForDeclaredType<object>().Write(writer, failure);
                break;
            case Response response:
                var isCompleted = ReferenceEquals(response, Response.Completed);
                writer.WriteRaw(isCompleted ? BodyKind.Completed : BodyKind.Result);
                if (!isCompleted)
                {
                    codecs.ForDeclaredType<object>().Write(writer, response.Result!);
                }

                break;
        }
    }

    private object ReadBody(WireReader reader, GrainInterfaceType contract) => reader.ReadRaw<BodyKind>() switch
    {
        BodyKind.Request => codecs.Requests.Read(reader, contract),
        BodyKind.Cancellation => new CancellationRequest(reader.ReadRaw<long>(), LeafCodecs.ReadGrainId(reader)),
        BodyKind.Completed => Response.Completed,
        BodyKind.Result => Response.FromResult(codecs.ForDeclaredType<object>().Read(reader)),
        BodyKind.Failure => Response.FromException(codecs.ForDeclaredType<object>().Read(reader) as Exception
            ?? throw WireReader.Malformed("a failure without exception")),
        var kind => throw WireReader.Malformed($"the body {kind}"),
    };
}
