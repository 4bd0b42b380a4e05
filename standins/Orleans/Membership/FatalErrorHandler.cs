using Microsoft.Extensions.Logging;

// The official package does not say which of these may be null.
#nullable disable annotations

namespace Orleans.Runtime
{
    /// <summary>Decides what happens when a silo cannot go on, because it was declared dead for instance.</summary>
    public interface IFatalErrorHandler
    {
        /// <summary>Whether an exception is more than an ordinary end.</summary>
        bool IsUnexpected(Exception exception);

        /// <summary>The silo cannot go on.</summary>
        void OnFatalException(object sender = null, string context = null, Exception exception = null);
    }
}

namespace Orleans.Membership
{
    /// <summary>Ends the process at once: others already do what this silo thinks it does.</summary>
    internal sealed partial class FatalErrorHandler(ILogger<FatalErrorHandler> logger) : Runtime.IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => exception is not ThreadInterruptedException;

        public void OnFatalException(object sender = null, string context = null, Exception exception = null)
        {
            LogFatal(exception, sender, context);
            Environment.FailFast($"FATAL EXCEPTION from {sender}. Context: {context}. Exception: {exception}.", exception);
        }

        [LoggerMessage(Level = LogLevel.Error, Message = "Fatal error from {Sender}. Context: {Context}")]
        private partial void LogFatal(Exception exception, object sender, string context);
    }
}
