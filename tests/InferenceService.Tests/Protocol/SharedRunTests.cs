using System.Text;
using Distributed.InferenceService.Protocol;
using Distributed.InferenceService.Serving;
using Distributed.InferenceService.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.InferenceService.Tests.Protocol;

/// <summary>Requests that wait for a place. What happens before the first of them has to wait happens on the test's own thread.</summary>
public sealed class SharedRunTests : IAsyncLifetime
{
    private readonly LinearModel _wide = LinearModel.Counting(3, 2);
    private InferenceApp _app = null!;
    private RequestGate _gate = null!;
    private Resolution _target;

    public async Task InitializeAsync()
    {
        _app = await InferenceApp.CreateAsync(("Serving:MaxConcurrency", "1"), ("Serving:ShareRunsFromBytes", "0"));
        await _app.PublishAsync(_wide.Draft("m"));
        await _app.InferAsync("/v2/models/m/infer", Bodies.Flat(3, 1, 2, 3));
        _gate = _app.Services.GetRequiredService<RequestGate>();
        _target = await _app.Models.ResolveAsync("m", null, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Requests_ThatWait_AreComputedAsOne()
    {
        await _gate.EnterAsync(CancellationToken.None);
        float[][] rows = [[1, 2, 3], [4, 5, 6, 7, 8, 9], [0, 0, 0], [-1, 0.5f, 2]];
        var waiting = rows.Select(row => Start(row)).ToArray();
        Assert.All(waiting, one => Assert.False(one.Predicted.IsCompleted));

        _gate.Exit();

        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Null(await waiting[i].Predicted.WaitAsync(TimeSpan.FromMinutes(1)));
            Assert.Equal(rows[i].Chunk(3).SelectMany(row => _wide.Predict(row)), waiting[i].Inference.Values.ToArray());
        }

        Assert.Equal((6, 2), Counts());
    }

    [Fact]
    public async Task Requests_WhileTheModelRuns_ShareTheNextRun()
    {
        (await _app.Models.AcquireAsync(_target, CancellationToken.None)).TryGetLease(out var lease, out _);
        using (lease)
        {
            var shared = lease.Model.SharedRuns!;
            Assert.True(shared.TryBegin());
            var waiting = Enumerable.Range(0, 3).Select(i => Start([i, 0, 0])).ToArray();
            Assert.Equal((1, 1), Counts());

            shared.Execute(shared.Next()!);
            Assert.Null(shared.Next());

            for (var i = 0; i < 3; i++)
            {
                await waiting[i].Predicted.WaitAsync(TimeSpan.FromMinutes(1));
                Assert.Equal(_wide.Predict(i, 0, 0), waiting[i].Inference.Values.ToArray());
            }
        }

        Assert.Equal((4, 2), Counts());
    }

    [Fact]
    public async Task Requests_WithAPlace_RunAlone()
    {
        for (var i = 0; i < 3; i++)
        {
            var (inference, predicted) = Start([1, 2, 3]);
            Assert.True(predicted.IsCompleted);
            Assert.Equal(_wide.Predict(1, 2, 3), inference.Values.ToArray());
        }

        Assert.Equal((4, 4), Counts());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Request_CancelledWhileItWaits_LeavesTheOthers()
    {
        using var gone = new CancellationTokenSource();
        await _gate.EnterAsync(CancellationToken.None);
        var (_, first) = Start([1, 2, 3], gone.Token);
        var (second, answered) = Start([4, 5, 6]);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.False(answered.IsCompleted);
        _gate.Exit();

        await answered.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(_wide.Predict(4, 5, 6), second.Values.ToArray());
    }

    [Fact]
    public async Task Requests_AllCancelledWhileTheyWait_GiveTheirPlaceBack()
    {
        using var gone = new CancellationTokenSource();
        await _gate.EnterAsync(CancellationToken.None);
        var waiting = Enumerable.Range(0, 3).Select(_ => Start([1, 2, 3], gone.Token).Predicted).ToArray();
        await gone.CancelAsync();
        await Task.WhenAll(waiting.Select(one => Assert.ThrowsAnyAsync<OperationCanceledException>(() => one)));
        _gate.Exit();

        await _gate.EnterAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _gate.Count);
    }

    [Fact]
    public async Task Requests_MoreThanOneRunHolds_AreSharedOutOverSeveral()
    {
        await _gate.EnterAsync(CancellationToken.None);
        var rows = Enumerable.Range(0, 100).SelectMany(i => new float[] { i, 1, 2 }).ToArray();
        var waiting = Enumerable.Range(0, 5).Select(_ => Start(rows)).ToArray();
        _gate.Exit();

        foreach (var (inference, predicted) in waiting)
        {
            await predicted.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(rows.Chunk(3).SelectMany(row => _wide.Predict(row)), inference.Values.ToArray());
        }

        // 200, 200 and 100 rows, and the one that was asked to begin with.
        Assert.Equal((501, 4), Counts());
    }

    [Fact]
    public async Task SmallModel_SharesNothing()
    {
        await using var app = await InferenceApp.CreateAsync();
        await app.PublishAsync(_wide.Draft("m"));
        await app.InferAsync("/v2/models/m/infer", Bodies.Flat(3, 1, 2, 3));
        var target = await app.Models.ResolveAsync("m", null, CancellationToken.None);
        (await app.Models.AcquireAsync(target, CancellationToken.None)).TryGetLease(out var lease, out _);
        using (lease)
        {
            Assert.Null(lease.Model.SharedRuns);
        }
    }

    private (Inference Inference, Task<ProtocolFault?> Predicted) Start(float[] row, CancellationToken caller = default)
    {
        var inference = new Inference();
        inference.Begin(TimeSpan.FromMinutes(1), caller);
        Assert.Null(InferRequestReader.Read(new(Encoding.UTF8.GetBytes(Bodies.Flat(3, row))), inference.Request));
        return (inference, PredictAsync(inference));
    }

    private async Task<ProtocolFault?> PredictAsync(Inference inference)
    {
        var runner = _app.Services.GetRequiredService<InferRunner>();
        var fault = await runner.RunAsync(_target, inference);
        runner.Complete(inference);
        return fault;
    }

    private (long Inferences, long Executions) Counts()
    {
        var counted = _target.Version.Statistics.Snapshot();
        return (counted.InferenceCount, counted.ExecutionCount);
    }
}
