using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace DataMigrator.Cli.Options;

/// <summary>What a command's own --help says after its options, and the list of commands leaves out.</summary>
internal static class Details
{
    private static readonly ConditionalWeakTable<Command, string> Texts = [];

    public static Command WithDetails(this Command command, string text)
    {
        Texts.AddOrUpdate(command, text);
        return command;
    }

    /// <summary>Lets every --help below this command print details too.</summary>
    public static void Install(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithDetails((HelpAction)option.Action!);
        }
    }

    private sealed class HelpWithDetails(HelpAction plain) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = plain.Invoke(parseResult);
            if (Texts.TryGetValue(parseResult.CommandResult.Command, out var text))
            {
                parseResult.InvocationConfiguration.Output.WriteLine(text);
            }

            return code;
        }
    }
}
