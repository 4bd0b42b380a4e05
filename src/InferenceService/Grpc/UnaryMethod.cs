using System.Buffers;
using System.IO.Pipelines;
using Distributed.InferenceService.Protocol;
using Google.Protobuf;

namespace Distributed.InferenceService.Grpc;

/// <summary>Methods whose messages are read and written by generated code: everything that no hot path needs.</summary>
internal static class UnaryMethod
{
    /// <summary>Names a method's messages and its work.</summary>
    /// <param name="service">Full name of the service.</param>
    /// <param name="name">Name of the method.</param>
    /// <param name="parser">Reads the request.</param>
    /// <param name="limit">Largest request in bytes.</param>
    /// <param name="answer">Answers it.</param>
    public static GrpcMethod Create<TRequest, TAnswer>(
        string service,
        string name,
        MessageParser<TRequest> parser,
        int limit,
        Func<TRequest, CancellationToken, ValueTask<Reply<TAnswer>>> answer)
        where TRequest : class, IMessage<TRequest>
        where TAnswer : class, IMessage
    {
        return new(service, name, InvokeAsync);

        async ValueTask<ProtocolFault?> InvokeAsync(HttpContext context, TimeSpan timeout)
        {
            using var deadline = new Deadline();
            deadline.Arm(timeout, context.RequestAborted);
            var read = await GrpcFrame.ReadAsync(context.Request, limit, deadline.Token);
            if (read.Fault is { } fault || (fault = Parse(parser, read.Message, context.Request, out var request)) is not null)
            {
                return fault;
            }

            var reply = await answer(request!, deadline.Token);
            return reply.Fault ?? Write(context.Response.BodyWriter, reply.Message!);
        }
    }

    private static ProtocolFault? Parse<T>(MessageParser<T> parser, in ReadOnlySequence<byte> bytes, HttpRequest http, out T? request)
        where T : class, IMessage<T>
    {
        try
        {
            request = parser.ParseFrom(bytes);
            http.BodyReader.AdvanceTo(bytes.End);
            return null;
        }
        catch (InvalidProtocolBufferException)
        {
            request = null;
            return InferMessageReader.Malformed(typeof(T).Name);
        }
    }

    private static ProtocolFault? Write(PipeWriter output, IMessage message)
    {
        var size = message.CalculateSize();
        GrpcFrame.WritePrefix(output.GetSpan(GrpcFrame.PrefixLength), size);
        output.Advance(GrpcFrame.PrefixLength);
        message.WriteTo(output);
        return null;
    }
}

/// <summary>A method's answer, or why there is none: exactly one of the two is set.</summary>
/// <param name="Message">The answer.</param>
/// <param name="Fault">Why there is none.</param>
internal readonly record struct Reply<T>(T? Message, ProtocolFault? Fault)
    where T : class, IMessage
{
    public static implicit operator Reply<T>(T message) => new(message, null);

    public static implicit operator Reply<T>(ProtocolFault fault) => new(null, fault);
}
