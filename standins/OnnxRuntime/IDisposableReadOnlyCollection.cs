namespace Microsoft.ML.OnnxRuntime;

/// <summary>Results of a run; disposing the collection disposes its members.</summary>
/// <typeparam name="T">Type of a member.</typeparam>
public interface IDisposableReadOnlyCollection<T> : IReadOnlyCollection<T>, IReadOnlyList<T>, IDisposable
{
}

internal sealed class DisposableList<T> : List<T>, IDisposableReadOnlyCollection<T>
    where T : IDisposable
{
    internal DisposableList(int capacity)
        : base(capacity)
    {
    }

    public void Dispose()
    {
        foreach (var member in this)
        {
            member.Dispose();
        }

        Clear();
    }
}
