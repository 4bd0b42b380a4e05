using System.Text.Json;
using System.Text.Json.Nodes;
using Distributed.Contracts.Experiments;

namespace Distributed.Contracts.Sweeps;

/// <summary>One of a sweep's data sets, which has a model of its own.</summary>
internal sealed record KeyedData(string Key, DataSpec Data)
{
    /// <summary>The property that holds the key, beside the data's own.</summary>
    public const string KeyName = "key";

    /// <summary>What is wrong with a field that says again what the data sets say.</summary>
    public const string Conflict = "is what the sweep's data sets give; leave out the one or the other.";

    /// <summary>The model of a data set.</summary>
    public static string ModelOf(string model, string key) => $"{model}-{key}";

    /// <summary>Reads the list of data sets. Of one with a fault there is none in the result.</summary>
    /// <param name="list">The list.</param>
    /// <param name="model">What the models' names begin with.</param>
    public static IReadOnlyList<KeyedData> ReadAll(SpecValue list, string model)
    {
        var data = new List<KeyedData>();
        var keys = new HashSet<string>();
        foreach (var item in list.Items("data sets, each {\"key\": \"…\", …a spec's data…}"))
        {
            var before = item.Faults.Count;
            var read = DataRules.Read(item, new RegressionData(), beside: KeyName);
            var key = ReadKey(item, model, keys);
            if (item.Faults.Count == before)
            {
                data.Add(new KeyedData(key, read));
            }
        }

        return data;
    }

    /// <summary>The wire form: the data's fields after the key.</summary>
    public JsonNode ToJson()
    {
        var fields = JsonSerializer.SerializeToNode(Data, ContractsJson.Options)!.AsObject();
        fields.Insert(0, KeyName, Key);
        return fields;
    }

    private static string ReadKey(SpecValue item, string model, HashSet<string> keys)
    {
        if (item.Json.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var path = $"{item.Path}.{KeyName}";
        var given = item.Json.EnumerateObject().Where(property => JsonText.NameOf(property) == KeyName).Take(2).ToList();
        if (given is not [var only])
        {
            item.Faults.Add(path, given.Count == 0 ? "is missing; must be the data set's name." : "is given more than once; must be given once.");
            return "";
        }

        var key = new SpecValue(only.Value, path, item.Faults).Name("");
        Check(key, model, keys, path, item.Faults);
        return key;
    }

    private static void Check(string key, string model, HashSet<string> keys, string path, SpecFaults faults)
    {
        if (key.Length > 0 && !keys.Add(key))
        {
            faults.Add(path, $"was \"{key}\", which another data set has; must be its own.");
        }
        else if (ModelOf(model, key).Length is var length and > ResourceName.MaxLength)
        {
            faults.Add(path, $"makes a model name of {length} characters, \"{model}-\" with it; must make at most {ResourceName.MaxLength}.");
        }
    }
}
