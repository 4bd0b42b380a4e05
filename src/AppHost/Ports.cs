using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Distributed.AppHost;

/// <summary>Where the system listens, on the loopback address; 0 means any free port.</summary>
internal sealed record Ports(int Trainer, int Inference, int InferenceGrpc, int Dashboard)
{
    private const string TrainerVariable = "TRAINER_PORT";
    private const string InferenceVariable = "INFERENCE_PORT";
    private const string InferenceGrpcVariable = "INFERENCE_GRPC_PORT";
    private const string DashboardVariable = "DASHBOARD_PORT";
    private const int DefaultTrainer = 7100;
    private const int DefaultInference = 7200;
    private const int DefaultInferenceGrpc = 7201;
    private const int DefaultDashboard = 18888;

    /// <exception cref="RunFailure">A setting is not a port.</exception>
    public static Ports Read(IConfiguration configuration) => new(
        Read(configuration, TrainerVariable, DefaultTrainer),
        Read(configuration, InferenceVariable, DefaultInference),
        Read(configuration, InferenceGrpcVariable, DefaultInferenceGrpc),
        Read(configuration, DashboardVariable, DefaultDashboard));

    /// <exception cref="RunFailure">Somebody listens at one of the ports already.</exception>
    public void EnsureFree()
    {
        EnsureFree(Trainer, "the experiments API", TrainerVariable);
        EnsureFree(Inference, "the inference service", InferenceVariable);
        EnsureFree(InferenceGrpc, "the inference service's gRPC", InferenceGrpcVariable);
        EnsureFree(Dashboard, "the dashboard", DashboardVariable);
    }

    private static int Read(IConfiguration configuration, string variable, int defaultPort)
    {
        var text = configuration[variable];
        if (string.IsNullOrEmpty(text))
        {
            return defaultPort;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new RunFailure($"{variable} is '{text}'; set it to a port number from 0 (any free port) to {IPEndPoint.MaxPort}.");
    }

    private static void EnsureFree(int port, string what, string variable)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new RunFailure(
                $"Port {port} for {what} is not free: stop what listens there, or set {variable} to another port.", exception);
        }
    }
}
