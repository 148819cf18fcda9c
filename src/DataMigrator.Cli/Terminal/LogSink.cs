using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DataMigrator.Cli.Terminal;

/// <summary>The log: to a file if asked for (owner-only), to stderr with --verbose. Every line is redacted; stack traces go here and nowhere else.</summary>
internal sealed class LogSink : ILogger, IDisposable
{
    private readonly StreamWriter? file;
    private readonly TextWriter? screen;
    private readonly Redaction redaction;
    private readonly TimeProvider time;
    private readonly Lock gate = new();

    private LogSink(StreamWriter? file, TextWriter? screen, Redaction redaction, TimeProvider time) =>
        (this.file, this.screen, this.redaction, this.time) = (file, screen, redaction, time);

    /// <exception cref="OperatorException">The log file can't be written.</exception>
    public static LogSink Open(string? path, TextWriter? screen, Redaction redaction, TimeProvider time)
    {
        if (path is null)
        {
            return new LogSink(null, screen, redaction, time);
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new LogSink(new StreamWriter(path, options) { AutoFlush = true }, screen, redaction, time);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The log file '{path}' can't be written: {exception.Message}", exception);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => file is not null || (screen is not null && logLevel >= LogLevel.Debug);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception);
        var line = PlainText.Lines(redaction.Apply(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {logLevel,-11} {text}{(exception is null ? string.Empty : Environment.NewLine + exception)}")));
        lock (gate)
        {
            file?.WriteLine(line);
            screen?.WriteLine(line);
        }
    }

    public void Dispose() => file?.Dispose();
}
