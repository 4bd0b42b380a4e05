using System.Runtime.ExceptionServices;

namespace Orleans.Serialization.Invocation;

/// <summary>How a call ended.</summary>
public abstract class Response : IDisposable
{
    /// <summary>A call without result that ended well.</summary>
    public static Response Completed { get; } = new CompletedResponse();

    /// <summary>The result; reading it throws the exception if there is one.</summary>
    public abstract object? Result { get; set; }

    /// <summary>The failure, if any.</summary>
    public abstract Exception? Exception { get; set; }

    /// <summary>A call that failed.</summary>
    public static Response FromException(Exception exception) => new ExceptionResponse(exception);

    /// <summary>A call that returned <paramref name="value"/>.</summary>
    public static Response FromResult<TResult>(TResult value) => new Response<TResult> { TypedResult = value };

    /// <summary>The type of the result, if it has one.</summary>
    public virtual Type? GetSimpleResultType() => null;

    /// <summary>The result; throws the exception if there is one.</summary>
    public abstract T GetResult<T>();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <inheritdoc/>
    public override string ToString() => Exception?.ToString() ?? Result?.ToString() ?? "[null]";

    /// <summary>What the caller gets: a copy that the callee does not share.</summary>
    internal virtual Response Copy(CopierProvider copiers) => this;

    private sealed class CompletedResponse : Response
    {
        public override object? Result
        {
            get => null;
            set => throw new InvalidOperationException("A completed response is read-only.");
        }

        public override Exception? Exception
        {
            get => null;
            set => throw new InvalidOperationException("A completed response is read-only.");
        }

        public override T GetResult<T>() => default!;

        public override void Dispose()
        {
        }

        public override string ToString() => "[Completed]";
    }

    private sealed class ExceptionResponse(Exception exception) : Response
    {
        public override Exception? Exception { get; set; } = exception;

        public override object? Result
        {
            get => GetResult<object>();
            set => throw new InvalidOperationException("A failed response has no result to set.");
        }

        public override T GetResult<T>()
        {
            ExceptionDispatchInfo.Throw(Exception!);
            return default;
        }

        public override void Dispose()
        {
        }
    }
}

/// <summary>A result of a known type.</summary>
/// <typeparam name="TResult">The type.</typeparam>
public sealed class Response<TResult> : Response
{
    /// <summary>The result.</summary>
    public TResult? TypedResult { get; set; }

    /// <inheritdoc/>
    public override object? Result
    {
        get => TypedResult;
        set => TypedResult = (TResult?)value;
    }

    /// <inheritdoc/>
    public override Exception? Exception
    {
        get => null;
        set => throw new InvalidOperationException("A result cannot be turned into a failure.");
    }

    /// <summary>Whether the result is promised not to change, so that it is not copied.</summary>
    internal bool IsImmutable { get; init; }

    /// <inheritdoc/>
    public override Type GetSimpleResultType() => typeof(TResult);

    /// <inheritdoc/>
    public override T GetResult<T>() => this is Response<T> same ? same.TypedResult! : (T)(object)TypedResult!;

    /// <inheritdoc/>
    public override void Dispose()
    {
    }

    internal override Response Copy(CopierProvider copiers)
    {
        var copier = IsImmutable ? null : copiers.ForDeclaredType<TResult>();
        return copier is null or { IsShallow: true } || TypedResult is null ? this : FromResult(copier.Copy(TypedResult, new()));
    }
}
