using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Computes for shadows what others have answered, one request at a time and after the fact. Few requests wait, and few bytes of them;
/// the rest is dropped, so that no answer is held back and no memory fills.
/// </summary>
public sealed partial class ShadowMirror(
    VersionLoads loads, IOptions<ServingOptions> options, InferenceMetrics metrics, ILogger<ShadowMirror> logger) : BackgroundService
{
    /// <summary>Most values, inputs and outputs, that wait together: 16 MiB.</summary>
    private const long MostValues = 4 * 1024 * 1024;

    private readonly Channel<MirroredRequest> _queue = Channel.CreateBounded<MirroredRequest>(
        new BoundedChannelOptions(options.Value.ShadowQueue) { SingleReader = true });

    private long _values;

    /// <summary>Queues a copy; false when too much waits.</summary>
    internal bool TryOffer(AliasShadow shadow, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows)
    {
        var values = x.Length + y.Length;
        if (Interlocked.Add(ref _values, values) <= MostValues)
        {
            var request = MirroredRequest.Copy(shadow, x, y, rows);
            if (_queue.Writer.TryWrite(request))
            {
                return true;
            }

            request.Return();
        }

        Interlocked.Add(ref _values, -values);
        metrics.Shadow("dropped");
        return false;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            await CompareAsync(request, stoppingToken);
            Interlocked.Add(ref _values, -request.Values);
            request.Return();
        }
    }

    private async Task CompareAsync(MirroredRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await loads.AcquireAsync(request.Shadow.Version, cancellationToken);
            if (outcome.Model is { } model)
            {
                metrics.Shadow(Compare(request, model) ? "same" : "different");
            }
            else
            {
                Fail(request);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            CannotCompute(logger, request.Shadow.Version.Model, request.Shadow.Version.Version, exception);
            Fail(request);
        }
    }

    private void Fail(MirroredRequest request)
    {
        request.Shadow.Fail();
        metrics.Shadow("failed");
    }

    private static bool Compare(MirroredRequest request, ServedModel model)
    {
        var computed = ArrayPool<float>.Shared.Rent(request.Answer.Length);
        try
        {
            model.Predict(request.Input, computed, request.Rows);
            return request.Shadow.Compare(request.Answer, computed.AsSpan(0, request.Answer.Length));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(computed);
            model.Release();
        }
    }

    // One for each request that fails: too many for more than the curious.
    [LoggerMessage(2011, LogLevel.Debug, "Model {Model} version {Version} could not compute as a shadow")]
    private static partial void CannotCompute(ILogger logger, string model, int version, Exception exception);

    private readonly struct MirroredRequest(AliasShadow shadow, float[] buffer, int inputs, int outputs, int rows)
    {
        public AliasShadow Shadow => shadow;

        public int Rows => rows;

        public int Values => inputs + outputs;

        public Memory<float> Input => buffer.AsMemory(0, inputs);

        public ReadOnlySpan<float> Answer => buffer.AsSpan(inputs, outputs);

        public static MirroredRequest Copy(AliasShadow shadow, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows)
        {
            var buffer = ArrayPool<float>.Shared.Rent(x.Length + y.Length);
            x.CopyTo(buffer);
            y.CopyTo(buffer.AsSpan(x.Length));
            return new(shadow, buffer, x.Length, y.Length, rows);
        }

        public void Return() => ArrayPool<float>.Shared.Return(buffer);
    }
}
