using System.CommandLine;
using System.CommandLine.Parsing;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;

namespace DataMigrator.Cli;

/// <summary>What is wrong with a command line: a sentence each, what was probably meant, and where to read on. No wall of help.</summary>
internal static class UsageErrors
{
    public static int Write(ParseResult parse, TextWriter stdout, TextWriter stderr)
    {
        var command = parse.CommandResult.Command;
        var sentences = parse.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToList();
        var known = command.Subcommands.Select(sub => sub.Name).Concat(command.Options.Concat(CommonOptions.All).Select(option => option.Name)).ToList();
        foreach (var token in parse.UnmatchedTokens)
        {
            if (NearestName.Of(token, known) is { } meant)
            {
                sentences.Add($"Did you mean '{meant}'?");
            }
        }

        foreach (var sentence in sentences)
        {
            stderr.WriteLine(sentence);
        }

        stderr.WriteLine($"'datamigrator {Path(parse.CommandResult)}--help' shows what there is.");
        if (parse.Tokens.Any(token => token.Value == CommonOptions.Json.Name))
        {
            JsonResult.Write(stdout, new Failure(Name(command), ExitCode.CouldNotStart, sentences));
        }

        return ExitCode.CouldNotStart;
    }

    /// <summary>Lets a command that does nothing itself show what is below it when it is given alone.</summary>
    public static void AskForSubcommand(Command command) => command.SetAction(parse =>
    {
        var configuration = parse.InvocationConfiguration;
        if (parse.GetValue(CommonOptions.Json))
        {
            JsonResult.Write(configuration.Output, new Failure(Name(command), ExitCode.CouldNotStart, ["A command is missing."]));
        }
        else
        {
            command.Parse("--help").Invoke(new InvocationConfiguration { Output = configuration.Error });
        }

        return ExitCode.CouldNotStart;
    });

    /// <summary>An empty value is a variable of a script that is not set, not a wish for the default.</summary>
    public static void RefuseEmptyValues(Command command)
    {
        foreach (var option in command.Options)
        {
            option.Validators.Add(result => Refuse(result, option.Name));
        }

        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result => Refuse(result, argument.Name));
        }

        foreach (var subcommand in command.Subcommands)
        {
            RefuseEmptyValues(subcommand);
        }

        static void Refuse(SymbolResult result, string name)
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError($"{name} needs a value; it is empty.");
            }
        }
    }

    private static string Name(Command command) => command is RootCommand ? "datamigrator" : command.Name;

    /// <summary>The command and those above it, such as <c>"mapping explain "</c>; empty for the program itself.</summary>
    private static string Path(CommandResult result) => result.Command is RootCommand ? string.Empty : $"{(result.Parent is CommandResult above ? Path(above) : string.Empty)}{result.Command.Name} ";
}
