using System.Globalization;
using System.Net;
using Distributed.InferenceService.Grpc.Messages;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Distributed.InferenceService.Tests.Support;

/// <summary>The whole service with a REST and a gRPC port, and the official .NET client of the latter.</summary>
internal sealed class GrpcApp : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private GrpcApp(InferenceApp app, int port)
    {
        Service = app;
        Port = port;
        _channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
    }

    /// <summary>The service.</summary>
    public InferenceApp Service { get; }

    /// <summary>Where it speaks gRPC.</summary>
    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static async Task<GrpcApp> CreateAsync(params (string Key, string Value)[] settings)
    {
        var port = FreePort.Find();
        var app = await InferenceApp.CreateAsync([.. settings, ("Grpc:Port", port.ToString(CultureInfo.InvariantCulture))]);
        app.UseKestrel(kestrel =>
        {
            // The factory's own client takes the last address.
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Listen(IPAddress.Loopback, FreePort.Find());
        });
        app.StartServer();
        return new(app, port);
    }

    /// <summary>Predicts.</summary>
    public Task<ModelInferResponse> InferAsync(ModelInferRequest request) =>
        CallAsync<ModelInferRequest, ModelInferResponse>("ModelInfer", request);

    /// <summary>Loads a version and tells whether it can predict.</summary>
    public async Task<bool> IsReadyAsync(string model, string version = "") =>
        (await CallAsync<ModelReadyRequest, ModelReadyResponse>("ModelReady", new() { Name = model, Version = version })).Ready;

    /// <summary>Calls a method of the protocol.</summary>
    public Task<TAnswer> CallAsync<TRequest, TAnswer>(string method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>, new()
        where TAnswer : class, IMessage<TAnswer>, new() =>
        CallAsync<TRequest, TAnswer>("inference.GRPCInferenceService", method, request, options);

    /// <summary>Calls a method of a service.</summary>
    public async Task<TAnswer> CallAsync<TRequest, TAnswer>(string service, string method, TRequest request, CallOptions options = default)
        where TRequest : class, IMessage<TRequest>, new()
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        var description = new Method<TRequest, TAnswer>(MethodType.Unary, service, method, Marshal<TRequest>(), Marshal<TAnswer>());
        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(description, null, options, request);
        return await call.ResponseAsync;
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Service.DisposeAsync();
    }

    private static Marshaller<T> Marshal<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(message => message.ToByteArray(), parser.ParseFrom);
    }
}
