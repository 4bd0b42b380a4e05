namespace Orleans.Concurrency;

/// <summary>Requests to grains of this class interleave freely.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

/// <summary>This request never waits for others, and others never wait for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>This request does not change the grain and interleaves with others like it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>The caller does not wait for this request and never learns how it ended.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

/// <summary>Names a method <c>bool (IInvokable request)</c> that decides which requests interleave.</summary>
/// <param name="callbackMethodName">The method's name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
{
    internal string CallbackMethodName { get; } = callbackMethodName;
}

/// <summary>A value that nobody changes any more, so that it need not be copied.</summary>
/// <param name="value">The value.</param>
[GenerateSerializer]
[Immutable]
public readonly struct Immutable<T>(T value)
{
    /// <summary>The value.</summary>
    [Id(0)]
    public readonly T Value = value;
}

/// <summary>Makes <see cref="Immutable{T}"/> values.</summary>
public static class ImmutableExtensions
{
    /// <summary>Promises that <paramref name="value"/> does not change any more.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
