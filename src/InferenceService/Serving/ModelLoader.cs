using System.Diagnostics;
using System.Security.Cryptography;
using Distributed.Contracts.Models;
using Distributed.Store;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace Distributed.InferenceService.Serving;

/// <summary>
/// Turns a stored version into a served one: read, compare the hash, create the session, compare names and shapes,
/// reproduce the probe. The probe's run is the warm-up too. Only so many loads run at once, so that requests keep their processors.
/// </summary>
public sealed class ModelLoader(
    IModelStore store, IOptions<ServingOptions> options, InferenceMetrics metrics, TimeProvider clock) : IDisposable
{
    private readonly TimeSpan _timeout = options.Value.LoadTimeout;
    private readonly long _sharedFrom = options.Value.ShareRunsFromBytes;
    private readonly SemaphoreSlim _places = new(options.Value.LoadConcurrency);

    /// <summary>Loads a version. Faults of the model are refusals; faults of the store are exceptions.</summary>
    public async Task<LoadOutcome> LoadAsync(string model, int version, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            using var activity = InferenceMetrics.Activities.StartActivity("load model");
            activity?.SetTag("model.name", model).SetTag("model.version", version);
            var started = Stopwatch.GetTimestamp();

            var outcome = await ReadAndProveAsync(model, version, cancellationToken);
            metrics.Load(outcome, Stopwatch.GetElapsedTime(started));
            activity?.SetStatus(outcome.Refusal is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, outcome.Refusal);
            return outcome;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        metrics.LoadWaits(1);
        try
        {
            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            metrics.LoadWaits(-1);
        }
    }

    private async Task<LoadOutcome> ReadAndProveAsync(string model, int version, CancellationToken cancellationToken)
    {
        try
        {
            var found = await store.FindAsync(model, version, cancellationToken);
            var onnx = await store.ReadOnnxAsync(model, version, cancellationToken);
            return found is null || onnx is null ? LoadOutcome.Refused("it is not in the store") : await ProveInTimeAsync(found, onnx);
        }
        catch (StoreException exception) when (exception.Fault == StoreFault.Damaged)
        {
            return LoadOutcome.Refused(exception.Message);
        }
    }

    // The engine cannot be interrupted: a model that is late keeps its thread until it is done, but neither its place nor its session.
    private async Task<LoadOutcome> ProveInTimeAsync(ModelVersion version, byte[] onnx)
    {
        var proof = Task.Run(() => Prove(version, onnx));
        try
        {
            return await proof.WaitAsync(_timeout, clock);
        }
        catch (TimeoutException)
        {
            return LoadOutcome.Refused($"it took longer to load and prove than the {_timeout} that Serving:LoadTimeout allows") with
            {
                Late = ReleaseLateAsync(proof),
            };
        }
    }

    private static async Task<bool> ReleaseLateAsync(Task<LoadOutcome> proof)
    {
        var model = (await proof).Model;
        model?.Release();
        return model is not null;
    }

    private LoadOutcome Prove(ModelVersion version, byte[] onnx)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(onnx));
        if (hash != version.Manifest.Sha256)
        {
            return LoadOutcome.Refused($"the SHA-256 of its bytes is {hash}, the manifest promises {version.Manifest.Sha256}");
        }

        try
        {
            return Prove(version, new OnnxModel(onnx), onnx.Length);
        }
        catch (OnnxRuntimeException exception)
        {
            return LoadOutcome.Refused($"ONNX Runtime cannot run it: {exception.Message}");
        }
    }

    private LoadOutcome Prove(ModelVersion version, OnnxModel unproven, int bytes)
    {
        ServedModel? served = null;
        try
        {
            if (FindFault(version.Manifest, unproven) is { } fault)
            {
                return LoadOutcome.Refused(fault);
            }

            served = new ServedModel(version, unproven, metrics.SessionFreed, bytes >= _sharedFrom);
            metrics.SessionCreated();
            return LoadOutcome.Loaded(served) with { Bytes = SessionCost.Estimate(bytes) };
        }
        finally
        {
            (served is null ? unproven : null)?.Dispose();
        }
    }

    private static string? FindFault(ModelManifest manifest, OnnxModel onnx) =>
        onnx.FindShapeFault(manifest.Features, manifest.Targets) ?? ProbeCheck.FindFault(manifest, onnx);
}
