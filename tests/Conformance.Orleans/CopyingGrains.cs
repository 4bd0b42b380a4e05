using Orleans.Concurrency;

namespace Distributed.Conformance.Orleans;

[GenerateSerializer]
public sealed class Sample
{
    [Id(0)]
    public string Name { get; set; } = string.Empty;

    [Id(1)]
    public List<int> Numbers { get; set; } = [];

    [Id(2)]
    public Sample? Next { get; set; }

    [Id(3)]
    public DateTimeOffset When { get; init; }

    [Id(4)]
    private int _hidden;

    public void Hide(int value) => _hidden = value;

    public int Hidden() => _hidden;
}

[GenerateSerializer]
public record Shape([property: Id(0)] string Kind, [property: Id(1)] float[] Points);

[GenerateSerializer]
public sealed record Circle(string Kind, float[] Points, [property: Id(0)] double Radius) : Shape(Kind, Points);

[GenerateSerializer]
[Immutable]
public sealed record Fixed([property: Id(0)] int[] Values);

[GenerateSerializer]
public readonly record struct Pair([property: Id(0)] int A, [property: Id(1)] string? B);

public enum Colour
{
    Red = 1,
    Green = 2,
}

/// <summary>A type of somebody else: no attributes.</summary>
public sealed class Foreign(int number)
{
    public int Number { get; } = number;
}

[GenerateSerializer]
public struct ForeignSurrogate
{
    [Id(0)]
    public int Number { get; set; }
}

[RegisterConverter]
public sealed class ForeignConverter : IConverter<Foreign, ForeignSurrogate>
{
    public Foreign ConvertFromSurrogate(in ForeignSurrogate surrogate) => new(surrogate.Number);

    public ForeignSurrogate ConvertToSurrogate(in Foreign value) => new() { Number = value.Number };
}

/// <summary>A type that cannot travel.</summary>
public sealed class Stranger;

public interface ICopyGrain : IGrainWithGuidKey
{
    Task Keep(Sample sample);

    Task<Sample> Kept();

    Task KeepList(List<int> list);

    Task<List<int>> KeptList();

    Task<T> Echo<T>(T value);

    ValueTask<object> EchoObject(object value);

    Task<Foreign> EchoForeign(Foreign value);

    Task<bool> SameTwice(Sample first, Sample second);

    Task<bool> SameWithin(List<Sample> samples);

    Task KeepFixed(Fixed value);

    Task<Fixed> KeptFixed();

    Task<bool> IsSame(Immutable<int[]> first, Immutable<int[]> second);

    Task<ICopyGrain> Self();

    Task<Guid> KeyOf(ICopyGrain grain);

    Task<Guid> KeyOfSelfThrough(ICopyGrain other);
}

public sealed class CopyGrain : Grain, ICopyGrain
{
    private Sample _kept = new();
    private List<int> _list = [];
    private Fixed _fixed = new([]);

    public Task Keep(Sample sample)
    {
        _kept = sample;
        return Task.CompletedTask;
    }

    public Task<Sample> Kept() => Task.FromResult(_kept);

    public Task KeepList(List<int> list)
    {
        _list = list;
        return Task.CompletedTask;
    }

    public Task<List<int>> KeptList() => Task.FromResult(_list);

    public Task<T> Echo<T>(T value) => Task.FromResult(value);

    public ValueTask<object> EchoObject(object value) => new(value);

    public Task<Foreign> EchoForeign(Foreign value) => Task.FromResult(value);

    public Task<bool> SameTwice(Sample first, Sample second) => Task.FromResult(ReferenceEquals(first, second));

    public Task<bool> SameWithin(List<Sample> samples) => Task.FromResult(ReferenceEquals(samples[0], samples[1]));

    public Task KeepFixed(Fixed value)
    {
        _fixed = value;
        return Task.CompletedTask;
    }

    public Task<Fixed> KeptFixed() => Task.FromResult(_fixed);

    public Task<bool> IsSame(Immutable<int[]> first, Immutable<int[]> second) =>
        Task.FromResult(ReferenceEquals(first.Value, second.Value));

    public Task<ICopyGrain> Self() => Task.FromResult<ICopyGrain>(this);

    public Task<Guid> KeyOf(ICopyGrain grain) => Task.FromResult(grain.GetPrimaryKey());

    public Task<Guid> KeyOfSelfThrough(ICopyGrain other) => other.KeyOf(this);
}
