using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Distributed.InferenceService.Serving;

/// <summary>The index of everything published, without manifests or bytes: a few hundred bytes a model.</summary>
public sealed class ModelCatalog
{
    private readonly ConcurrentDictionary<string, ModelSlot> _models = new(StringComparer.Ordinal);

    /// <summary>All models; a moving snapshot in no order.</summary>
    public IEnumerable<ModelSlot> Models => _models.Select(entry => entry.Value);

    /// <summary>Looks a model up.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out ModelSlot? model) => _models.TryGetValue(name, out model);

    /// <summary>Makes versions of a model known, in one go; does nothing for those that already are.</summary>
    internal ModelSlot Add(string name, params int[] versions)
    {
        var model = _models.GetOrAdd(name, static (key, first) => new ModelSlot(key, first), versions[0]);
        model.Add(versions);
        return model;
    }
}
