using System.Buffers;
using System.Diagnostics;
using Distributed.InferenceService.Serving;
using Microsoft.Extensions.ObjectPool;

namespace Distributed.InferenceService.Protocol;

/// <summary>
/// One inference from its request to its values, whichever protocol it came by. Used again for the next one, so that a request costs
/// no memory of its own.
/// </summary>
public sealed class Inference : IDisposable
{
    // What a buffer that is kept between inferences holds at most.
    private const int LargestKept = 4_096;

    private readonly Deadline _deadline = new();
    private CancellationToken _caller;
    private TimeSpan _patience;
    private long _started;
    private long _begun;
    private float[] _values = [];
    private ServedModel? _model;
    private AnswerRoom? _room;

    /// <summary>What is asked.</summary>
    public InferRequest Request { get; } = new();

    /// <summary>The version that answered; only after it did.</summary>
    public ServedModel Model => _model ?? throw new InvalidOperationException("No model has answered.");

    /// <summary>Inputs, [rows][features] in row-major order; only of a request that was checked.</summary>
    internal Memory<float> X => Request.Inputs![0].Data!.Memory;

    /// <summary>Rows to predict; only of a request that was checked.</summary>
    internal int RowsAsked => (int)Request.Inputs![0].Shape![0];

    /// <summary>Rows predicted.</summary>
    public int Rows { get; private set; }

    /// <summary>What was predicted, [rows][targets] in row-major order.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Rows * Model.Targets);

    /// <summary>Cancelled when the request has taken too long or its caller is gone; see <see cref="Guard{T}"/>.</summary>
    public CancellationToken Token => _deadline.Token;

    /// <summary>Whether the caller no longer waits for an answer.</summary>
    public bool IsAbandoned => _caller.IsCancellationRequested;

    /// <summary>Whether it has taken all the time that it may.</summary>
    internal bool IsLate => Stopwatch.GetElapsedTime(_begun) >= Patience;

    /// <summary>Time since <see cref="Begin"/>.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>How long the request may take: what the server allows, or less when the request says so.</summary>
    public TimeSpan Patience => Request.Timeout is { } wanted && wanted < _patience ? wanted : _patience;

    /// <summary>Where the time went; kept by <see cref="InferRunner"/>.</summary>
    internal InferenceClock Clock { get; } = new();

    /// <summary>Begins with a request.</summary>
    /// <param name="patience">How long it may take at most.</param>
    /// <param name="caller">Cancelled when nobody waits for the answer any more.</param>
    public void Begin(TimeSpan patience, CancellationToken caller)
    {
        _started = _begun = Stopwatch.GetTimestamp();
        _patience = patience;
        _caller = caller;
        Clock.Start(_started);
    }

    /// <summary>Begins with a request that is a part of another one, whose time and room for answers it shares.</summary>
    internal void BeginWithin(Inference whole, AnswerRoom room)
    {
        Begin(whole._patience, whole._caller);
        _begun = whole._begun;
        _room = room;
    }

    /// <summary>Sees to it that <see cref="Token"/> ends a wait in time; what is there already is not guarded.</summary>
    public ValueTask<T> Guard<T>(ValueTask<T> pending)
    {
        if (!pending.IsCompleted)
        {
            Arm();
        }

        return pending;
    }

    /// <summary>Starts the clock of <see cref="Token"/>.</summary>
    public void Arm() => _deadline.Arm(Patience - Stopwatch.GetElapsedTime(_begun), _caller);

    /// <summary>HTTP's word for a request that ended in an exception; nginx's for one whose caller has gone.</summary>
    internal int StatusOf(Exception exception) => IsAbandoned ? StatusCodes.Status499ClientClosedRequest
        : exception is OperationCanceledException ? StatusCodes.Status504GatewayTimeout
        : StatusCodes.Status500InternalServerError;

    /// <summary>Begins anew for the answer, whose sending may take as long again.</summary>
    internal void Restart()
    {
        _deadline.Reset();
        _begun = Stopwatch.GetTimestamp();
        Request.Timeout = null;
    }

    /// <summary>Takes room for the answer, of a request that was checked; what is wrong when there is not enough left.</summary>
    internal ProtocolFault? FindRoomFault(ServedModel model) => _room?.FindFault((long)RowsAsked * model.Targets * sizeof(float));

    /// <summary>Makes room for the values of so many rows of a model.</summary>
    internal Memory<float> Reserve(ServedModel model, int rows)
    {
        _model = model;
        Rows = rows;
        var needed = rows * model.Targets;
        if (needed > _values.Length)
        {
            GiveBack();
            _values = ArrayPool<float>.Shared.Rent(needed);
        }

        return _values.AsMemory(0, needed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Request.Dispose();
        _deadline.Dispose();
        GiveBack();
    }

    private void Clear()
    {
        Request.Clear();
        _deadline.Reset();
        _caller = CancellationToken.None;
        _model = null;
        _room = null;
        Rows = 0;
        if (_values.Length > LargestKept)
        {
            GiveBack();
        }
    }

    private void GiveBack()
    {
        if (_values.Length > 0)
        {
            ArrayPool<float>.Shared.Return(_values);
            _values = [];
        }
    }

    /// <summary>Clears what comes back.</summary>
    public sealed class Policy : PooledObjectPolicy<Inference>
    {
        /// <inheritdoc/>
        public override Inference Create() => new();

        /// <inheritdoc/>
        public override bool Return(Inference obj)
        {
            obj.Clear();
            return true;
        }
    }
}
