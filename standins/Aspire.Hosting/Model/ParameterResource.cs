namespace Aspire.Hosting.ApplicationModel;

/// <summary>A named value that the application needs from outside.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Lazy<string> _value;

    internal ParameterResource(string name, Func<string> callback, bool secret = false)
        : base(name)
    {
        _value = new(callback);
        Secret = secret;
    }

    public bool Secret { get; }

    public string ValueExpression => $"{{{Name}.value}}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(_value.Value);
}

/// <summary>A connection string that stands in the application host's own configuration.</summary>
internal sealed class ConnectionStringParameterResource(string name, Func<string> callback, string? environmentVariable)
    : ParameterResource(name, callback, secret: true), IResourceWithConnectionString
{
    public string? ConnectionStringEnvironmentVariable { get; } = environmentVariable;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{(ParameterResource)this}");
}
