using System.CommandLine;
using DataMigrator.Cli.Options;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DataMigrator.Cli.Terminal;

/// <summary>The screen: results on stdout, everything else on stderr, secrets and phone numbers nowhere.</summary>
internal sealed class Output : IDisposable
{
    private readonly LogSink sink;
    private readonly TextWriter screen;
    private readonly bool verbose;

    public Output(ParseResult parse, TextWriter stdout, TextWriter stderr, TimeProvider time)
    {
        Json = parse.GetValue(CommonOptions.Json);
        Quiet = parse.GetValue(CommonOptions.Quiet);
        verbose = parse.GetValue(CommonOptions.Verbose);
        Stdout = stdout;
        screen = stderr;
        var plain = parse.GetValue(CommonOptions.NoColor) || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        Terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(stderr),
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
            Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        sink = LogSink.Open(parse.GetValue(CommonOptions.LogFile), verbose ? stderr : null, Redaction, time);
    }

    public bool Json { get; }

    public bool Quiet { get; }

    public TextWriter Stdout { get; }

    /// <summary>Spectre on stderr.</summary>
    public IAnsiConsole Terminal { get; }

    /// <summary>True if a person watches: then progress moves in place.</summary>
    public bool IsLive => Terminal.Profile.Capabilities.Ansi && Terminal.Profile.Capabilities.Interactive && !Quiet && !verbose;

    public Redaction Redaction { get; } = new();

    public ILogger Log => sink;

    /// <summary>A line on the way; not in quiet mode.</summary>
    public void Say(string line)
    {
        sink.Log(LogLevel.Information, "{Line}", line);
        if (!Quiet && !verbose)
        {
            Write(line);
        }
    }

    /// <summary>Something the person should know although we go on.</summary>
    public void Warn(string line)
    {
        sink.Log(LogLevel.Warning, "{Line}", line);
        if (!verbose)
        {
            Write($"Warning: {line}");
        }
    }

    /// <summary>Why we end without having done it.</summary>
    public void Error(string line, Exception? exception = null)
    {
        sink.Log(LogLevel.Error, exception, "{Line}", line);
        if (!verbose)
        {
            Write(line);
        }
    }

    public void Dispose() => sink.Dispose();

    /// <summary>Through Spectre where its bars move: it puts the line above them.</summary>
    private void Write(string line)
    {
        var clean = PlainText.Lines(Redaction.Apply(line));
        if (IsLive)
        {
            Terminal.WriteLine(clean);
        }
        else
        {
            screen.WriteLine(clean);
        }
    }
}
