using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Running;
using FsCheck;
using FsCheck.Fluent;

namespace Distributed.TrainerGrain.Tests.Running;

/// <summary>Any sequence of operations, beside a list of what waits, a list of what is in training, and a list of whose turn it is.</summary>
public sealed class FairQueueModelTests
{
    private const int Places = 6;
    private const int Own = 2;

    private static readonly Gen<RunSource> Sources =
        from sweep in Gen.Elements(null, "a", "b", "c")
        from priority in Gen.Elements(Enum.GetValues<RunPriority>())
        select new RunSource(sweep, priority);

    private static readonly Gen<Operation> Operations = Gen.OneOf(
        Sources.Zip(Gen.Choose(1, 3), (source, size) => new Operation(Kind.Enqueue, source, size)),
        Gen.Constant(new Operation(Kind.Take, default, 0)),
        Gen.Choose(0, 100).Select(which => new Operation(Kind.Remove, default, which)),
        Gen.Choose(0, 100).Select(which => new Operation(Kind.Release, default, which)));

    private enum Kind
    {
        Enqueue,
        Take,
        Remove,
        Release,
    }

    [Fact]
    public void AnyOperations_DoWhatTheModelDoes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(Operations.ListOf(80).ToArbitrary(), operations => new Run().Agrees(operations)));

    private sealed record Operation(Kind Kind, RunSource Source, int Number);

    private sealed class Run
    {
        private readonly FairQueue<int> _queue = new(Places, Own);
        private readonly List<FairQueue<int>.Entry> _waiting = [];
        private readonly List<FairQueue<int>.Entry> _training = [];
        private readonly List<RunSource> _turns = [];
        private readonly List<RunSource> _entitled = [];
        private int _items;

        public bool Agrees(IEnumerable<Operation> operations) => operations.All(Agrees);

        private bool Agrees(Operation operation)
        {
            var agrees = operation.Kind switch
            {
                Kind.Enqueue => Enqueue(operation.Source, operation.Number),
                Kind.Take => Take(),
                Kind.Remove => _waiting.Count == 0 || Remove(_waiting[operation.Number % _waiting.Count]),
                _ => _training.Count == 0 || Release(_training[operation.Number % _training.Count]),
            };
            return agrees && _queue.Queued == _waiting.Count && _queue.InTraining == _training.Count;
        }

        private bool Enqueue(RunSource source, int size)
        {
            _waiting.Add(_queue.Enqueue(_items++, source, size));
            Arrange();
            return true;
        }

        private bool Take()
        {
            var turns = _training.Sum(entry => entry.Size) < Places ? _turns : _entitled;
            var expected = turns.Count == 0
                ? null
                : _waiting.First(entry => entry.Source.Name == turns.MaxBy(source => source.Priority));
            if (!_queue.TryTake(out var taken))
            {
                return expected is null;
            }

            _waiting.Remove(taken);
            _training.Add(taken);
            _turns.Remove(taken.Source.Name);
            _entitled.Remove(taken.Source.Name);
            Arrange();
            return taken == expected;
        }

        private bool Remove(FairQueue<int>.Entry entry)
        {
            _waiting.Remove(entry);
            Arrange();
            return _queue.Remove(entry) && !_queue.Remove(entry);
        }

        private bool Release(FairQueue<int>.Entry entry)
        {
            _queue.Release(entry);
            _training.Remove(entry);
            Arrange();
            return true;
        }

        private void Arrange()
        {
            Arrange(_turns, _ => true);
            Arrange(_entitled, source => _training.Count(entry => entry.Source.Name == source) < Own);
        }

        private void Arrange(List<RunSource> turns, Func<RunSource, bool> mayTake)
        {
            var those = _waiting.Select(entry => entry.Source.Name).Distinct().Where(mayTake).ToList();
            turns.RemoveAll(source => !those.Contains(source));
            turns.AddRange(those.Except(turns));
        }
    }
}
