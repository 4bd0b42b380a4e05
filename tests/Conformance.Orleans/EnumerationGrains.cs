using System.Runtime.CompilerServices;

namespace Distributed.Conformance.Orleans;

public interface IEnumerationGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Count(int last);

    IAsyncEnumerable<string> Gated(string name, CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> FailAfter(int count, string message);

    Task<int> Produced();

    Task<string> Say(string text);

    Task DeactivateNow();
}

public sealed class EnumerationGrain(Gates gates) : Grain, IEnumerationGrain
{
    private int _produced;

    public async IAsyncEnumerable<int> Count(int last)
    {
        try
        {
            for (var i = 1; i <= last; i++)
            {
                _produced = i;
                yield return i;
            }
        }
        finally
        {
            gates.Open("count closed", TaskScheduler.Current != TaskScheduler.Default);
        }

        await Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> Gated(string name, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 1; ; i++)
            {
                gates.Open($"{name} {i} asked");
                var value = (string?)await gates.WaitFor($"{name} {i}").WaitAsync(cancellationToken);
                if (value is null)
                {
                    yield break;
                }

                yield return value;
            }
        }
        finally
        {
            gates.Open($"{name} closed", cancellationToken.IsCancellationRequested);
        }
    }

    public async IAsyncEnumerable<int> FailAfter(int count, string message)
    {
        for (var i = 1; i <= count; i++)
        {
            await Task.Yield();
            yield return i;
        }

        throw new PlannedException(message);
    }

    public Task<int> Produced() => Task.FromResult(_produced);

    public Task<string> Say(string text) => Task.FromResult(text);

    public Task DeactivateNow()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
