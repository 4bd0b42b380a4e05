namespace Distributed.Chaos.Tests.Checking;

/// <summary>Something that must never be, and what was seen around it.</summary>
/// <param name="Rule">What is wrong, in a sentence.</param>
/// <param name="Subject">The experiment, model or process.</param>
/// <param name="Evidence">The operation that shows it, when it was one.</param>
internal sealed record Violation(string Rule, string Subject, Operation? Evidence = null)
{
    public override string ToString() => $"{Subject}: {Rule}";
}
