namespace Distributed.Chaos.Tests.Checking;

/// <summary>What is certain about one subject at a moment; immutable.</summary>
internal interface IModel<TModel>
    where TModel : IModel<TModel>
{
    /// <summary>What is wrong with an answer.</summary>
    /// <param name="operation">The question and its answer.</param>
    /// <param name="now">What is certain at the end of the operation; the model itself is what was certain at its beginning.</param>
    IEnumerable<string> Contradictions(Operation operation, TModel now);

    /// <summary>What a question alone, whatever its answer will be, makes possible.</summary>
    TModel Asked(Operation operation);

    /// <summary>What an answer makes certain.</summary>
    TModel Told(Operation operation);
}

/// <summary>
/// Goes through operations in time. An answer is held against what was certain when its question was asked: of two operations that
/// overlapped, neither can be blamed for not knowing of the other.
/// </summary>
internal static class Walk
{
    /// <summary>Checks all operations of all subjects.</summary>
    /// <param name="operations">In any order.</param>
    /// <param name="subject">What an operation is about; null for none of this kind of model.</param>
    /// <param name="initial">What is certain of a subject before anything was asked.</param>
    public static IEnumerable<Violation> Check<TModel>(
        IEnumerable<Operation> operations, Func<Operation, string?> subject, Func<string, TModel> initial)
        where TModel : IModel<TModel> =>
        operations.GroupBy(subject).Where(group => group.Key is not null).SelectMany(group => Check(group.Key!, group, initial(group.Key!)));

    private static IEnumerable<Violation> Check<TModel>(string subject, IEnumerable<Operation> operations, TModel model)
        where TModel : IModel<TModel>
    {
        var atBegin = new Dictionary<Operation, TModel>(ReferenceEqualityComparer.Instance);
        foreach (var (operation, begins) in InTime(operations))
        {
            if (begins)
            {
                atBegin[operation] = model;
                model = model.Asked(operation);
            }
            else if (operation.Answer.IsKnowledge)
            {
                foreach (var contradiction in atBegin[operation].Contradictions(operation, model))
                {
                    yield return new Violation(contradiction, subject, operation);
                }

                model = model.Told(operation);
            }
        }
    }

    // At the same moment beginnings come first: such operations count as overlapping.
    private static IEnumerable<(Operation Operation, bool Begins)> InTime(IEnumerable<Operation> operations) =>
        operations.SelectMany(operation => new (Operation Operation, bool Begins)[] { (operation, true), (operation, false) })
            .OrderBy(moment => moment.Begins ? moment.Operation.Begin : moment.Operation.End)
            .ThenByDescending(moment => moment.Begins);
}
