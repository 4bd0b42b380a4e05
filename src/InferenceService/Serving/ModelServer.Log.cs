using Microsoft.Extensions.Logging;

namespace Distributed.InferenceService.Serving;

public sealed partial class ModelServer
{
    [LoggerMessage(2001, LogLevel.Information, "Loaded model {Model} version {Version}")]
    private static partial void Loaded(ILogger logger, string model, int version);

    [LoggerMessage(2002, LogLevel.Error, "Refused model {Model} version {Version}: {Reason}")]
    private static partial void Refused(ILogger logger, string model, int version, string reason);

    [LoggerMessage(2003, LogLevel.Information, "Model {Model} now answers with version {Version} instead of {Before}")]
    private static partial void ChangedOver(ILogger logger, string model, int before, int version);
}
