using System.Collections.ObjectModel;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Refuses what the orchestrator could not tell apart.</summary>
internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    private const int MaxNameLength = 64;

    protected override void InsertItem(int index, IResource item)
    {
        Validate(item.Name);
        if (this.FirstOrDefault(r => string.Equals(r.Name, item.Name, StringComparison.OrdinalIgnoreCase)) is { } existing)
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{item.GetType()}' with name '{item.Name}' because resource of type " +
                $"'{existing.GetType()}' with that name already exists. Resource names are case-insensitive.");
        }

        base.InsertItem(index, item);
    }

    private static void Validate(string name)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            throw new ArgumentException($"Resource name '{name}' is invalid. Name must be between 1 and {MaxNameLength} characters long.");
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || name.Contains("--", StringComparison.Ordinal) || name[^1] == '-')
        {
            throw new ArgumentException(
                $"Resource name '{name}' is invalid. Name must contain only ASCII letters, digits, and single hyphens between them.");
        }

        if (!char.IsAsciiLetter(name[0]))
        {
            throw new ArgumentException($"Resource name '{name}' is invalid. Name must start with an ASCII letter.");
        }
    }
}

internal sealed class ResourceBuilder<T>(IDistributedApplicationBuilder applicationBuilder, T resource) : IResourceBuilder<T>
    where T : IResource
{
    public IDistributedApplicationBuilder ApplicationBuilder { get; } = applicationBuilder;

    public T Resource { get; } = resource;
}
