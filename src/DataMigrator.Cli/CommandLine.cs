using System.CommandLine;
using DataMigrator.Cli.Commands;
using DataMigrator.Cli.Options;

namespace DataMigrator.Cli;

/// <summary>All commands; callable without a process, for tests.</summary>
internal static class CommandLine
{
    public static Task<int> InvokeAsync(string[] args, TextWriter stdout, TextWriter stderr, TimeProvider time, CancellationToken cancellationToken)
    {
        var root = Build(new CommandHost(stdout, stderr, time));
        // An argument such as @daily is itself, not a file of arguments.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            return Task.FromResult(UsageErrors.Write(parse, stdout, stderr));
        }

        return parse.InvokeAsync(new InvocationConfiguration { Output = stdout, Error = stderr, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
    }

    public static RootCommand Build(CommandHost host)
    {
        var root = new RootCommand(
            """
            Moves Open CTI call logs (Task) to Salesforce Voice (VoiceCall), and proves it.

            Start with 'datamigrator demo': a whole migration against an org embedded in this program.
            Nothing is written to an org unless you say --execute.
            """);
        Details.Install(root);
        UsageErrors.AskForSubcommand(root);
        foreach (var option in CommonOptions.All)
        {
            root.Options.Add(option);
        }

        root.Subcommands.Add(RunCommand.Build(host));
        foreach (var stage in StageCommands.Build(host))
        {
            root.Subcommands.Add(stage);
        }

        root.Subcommands.Add(ReportCommand.Build(host));
        foreach (var mending in MendingCommands.Build(host))
        {
            root.Subcommands.Add(mending);
        }

        root.Subcommands.Add(RollbackCommand.Build(host));
        root.Subcommands.Add(CheckCommand.Build(host));
        root.Subcommands.Add(AssessCommand.Build(host));
        root.Subcommands.Add(MappingCommands.Build(host));
        root.Subcommands.Add(StatusCommand.Build(host));
        root.Subcommands.Add(ShowCommand.Build(host));
        root.Subcommands.Add(PurgeCommand.Build(host));
        root.Subcommands.Add(ScheduleCommand.Build(host));
        root.Subcommands.Add(DemoCommand.Build(host));
        root.Subcommands.Add(EmulateCommand.Build(host));
        UsageErrors.RefuseEmptyValues(root);
        return root;
    }
}
