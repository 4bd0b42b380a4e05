namespace TorchSharp;

/// <summary>
/// Owns the tensors that its thread makes while it is the innermost scope, and disposes them with itself.
/// A tensor knows its place in its scope, so taking it out costs nothing.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? _manager;
    private torch.Tensor?[] _slots = new torch.Tensor?[16];
    private int _used;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            ThrowIfDisposed();
            return _slots.OfType<IDisposable>().ToArray();
        }
    }

    public int DisposablesCount
    {
        get
        {
            ThrowIfDisposed();
            return _slots.Count(tensor => tensor is not null);
        }
    }

    internal DisposeScope? Outer { get; set; }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Detach([disposable]);
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        ThrowIfDisposed();
        foreach (var tensor in disposables.OfType<torch.Tensor>().Where(Owns))
        {
            Remove(tensor);
        }
    }

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        MoveToOuter([disposable]);
        return disposable;
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        ThrowIfDisposed();
        foreach (var tensor in disposables.OfType<torch.Tensor>().Where(Owns))
        {
            Remove(tensor);
            Outer?.Add(tensor);
        }
    }

    public void Attach(IDisposable disposable) => Attach([disposable]);

    public void Attach(params IDisposable[] disposables)
    {
        ThrowIfDisposed();
        foreach (var disposable in disposables)
        {
            var tensor = disposable as torch.Tensor
                ?? throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
            tensor.OwningDisposeScope?.Remove(tensor);
            Add(tensor);
        }
    }

    public bool Contains(IDisposable disposable) => disposable is torch.Tensor tensor && Owns(tensor);

    public void DisposeEverything()
    {
        ThrowIfDisposed();
        var (slots, used) = (_slots, _used);
        for (var i = 0; i < used; i++)
        {
            slots[i]?.Dispose();
        }

        _used = 0;
    }

    public void DisposeEverythingBut(params IDisposable[] keep)
    {
        Detach(keep);
        DisposeEverything();
        Attach(keep);
    }

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void Dispose()
    {
        if (_manager is null)
        {
            return;
        }

        DisposeEverything();
        _manager.Remove(this);
        _manager = null;
    }

    internal void Add(torch.Tensor tensor)
    {
        if (_used == _slots.Length)
        {
            Array.Resize(ref _slots, 2 * _used);
        }

        tensor.OwningDisposeScope = this;
        tensor.Slot = _used;
        _slots[_used++] = tensor;
    }

    internal void Remove(torch.Tensor tensor)
    {
        _slots[tensor.Slot] = null;
        if (tensor.Slot == _used - 1)
        {
            _used--;
        }

        tensor.OwningDisposeScope = null;
    }

    private bool Owns(torch.Tensor tensor) => ReferenceEquals(tensor.OwningDisposeScope, this);

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_manager is null, this);
}
