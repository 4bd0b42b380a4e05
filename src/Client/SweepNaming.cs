using System.Text;
using System.Text.Json;
using Distributed.Contracts.Experiments;

namespace Distributed.Client;

/// <summary>Gives an id to a sweep before it is sent: then nothing that happens on the way leads to a second one.</summary>
public static class SweepNaming
{
    /// <summary>
    /// The sweep with an id, its own or else a new one, and without a byte order mark. Text that is no JSON object stays as it is, for the
    /// service to say what is wrong with it; its id is null.
    /// </summary>
    /// <param name="utf8Json">The sweep as JSON in UTF-8.</param>
    public static (byte[] Json, string? Id) Name(byte[] utf8Json)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        var json = utf8Json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8Json[Encoding.UTF8.Preamble.Length..] : utf8Json;
        try
        {
            return NameObject(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return (json, null);
        }
    }

    private static (byte[] Json, string? Id) NameObject(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return (json, null);
        }

        var (start, isEmpty) = ((int)reader.BytesConsumed, true);
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; isEmpty = false)
        {
            var isId = reader.ValueTextEquals("id");
            reader.Read();
            if (isId)
            {
                return (json, reader.TokenType == JsonTokenType.String ? reader.GetString() : null);
            }

            reader.Skip();
        }

        var id = ResourceName.New();
        return ([.. json.AsSpan(0, start), .. Encoding.UTF8.GetBytes($"\"id\":\"{id}\"{(isEmpty ? "" : ",")}"), .. json.AsSpan(start)], id);
    }
}
