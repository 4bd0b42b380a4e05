using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Distributed.ServiceDefaults;

/// <summary>Runs a service as a program of its own.</summary>
public static class ServiceRun
{
    /// <summary>
    /// Runs until the service is asked to stop. A start that fails for a reason that the operator can mend (a setting, an address in
    /// use, whatever else is expected of this service) ends with that reason as one sentence on the error output.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="isExpected">Whether an exception's message is such a sentence.</param>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app, Func<Exception, bool> isExpected)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (Exception exception) when (IsOwnProgram(app) && (IsSetting(exception) || isExpected(exception)))
            {
                await Console.Error.WriteLineAsync(exception.Message);
                return 1;
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
    }

    // Whoever runs the service inside a program of theirs, a test say, is served better by the exception.
    private static bool IsOwnProgram(WebApplication app) => Assembly.GetEntryAssembly()?.GetName().Name == app.Environment.ApplicationName;

    private static bool IsSetting(Exception exception) =>
        exception is OptionsValidationException or SocketException or IOException { InnerException: AddressInUseException }
        || (exception is InvalidOperationException && exception.Source == typeof(ConfigurationBinder).Assembly.GetName().Name);
}
