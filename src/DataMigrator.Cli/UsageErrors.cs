using System.CommandLine;
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

        var path = command is RootCommand ? string.Empty : $"{command.Name} ";
        stderr.WriteLine($"'datamigrator {path}--help' shows what there is.");
        if (parse.Tokens.Any(token => token.Value == CommonOptions.Json.Name))
        {
            JsonResult.Write(stdout, new Failure(command.Name, ExitCode.CouldNotStart, sentences));
        }

        return ExitCode.CouldNotStart;
    }
}
