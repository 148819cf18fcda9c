using System.CommandLine;
using DataMigrator.Cli.Configuration;
using DataMigrator.Cli.Options;
using DataMigrator.Cli.Terminal;
using DataMigrator.Loading;
using DataMigrator.Reporting;
using DataMigrator.Staging;
using Salesforce.Force.Errors;
using SalesforceEmulator;

namespace DataMigrator.Cli;

/// <summary>Runs a command's work and turns how it ended into an exit code and a sentence. The only place that catches everything.</summary>
internal sealed class CommandHost(TextWriter stdout, TextWriter stderr, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>What people, orgs and machines do to a run: a full disk, a lock, a refused login. It is said in a sentence, and another time may go well.</summary>
    public static bool IsNoDefect(Exception exception) => StopsTheStart(exception) || exception is LoadingStoppedException or ForceException;

    private static bool StopsTheStart(Exception exception) => exception is OperatorException or StagingException or StagingLockedException or ReportException or EmulatorException
        or ForceAuthenticationException or IOException or UnauthorizedAccessException;

    public async Task<int> RunAsync(
        ParseResult parse, Func<AppSettings, Output, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        Output? output = null;
        try
        {
            output = new Output(parse, stdout, stderr, time);
            var settings = SettingsLoader.Load(parse.GetValue(CommonOptions.Config), SettingOption.Given(parse), output.Warn);
            output.Redaction.Add(settings.Source.Auth.Secrets.Concat(settings.Target.Auth.Secrets));
            return await work(settings, output, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return End(parse, output, ExitCode.Interrupted, "Interrupted. The same command goes on from here.", null);
        }
        catch (StoppedException stopped)
        {
            return End(parse, output, stopped.ExitCode, stopped.Message, stopped.InnerException);
        }
        catch (Exception exception) when (StopsTheStart(exception))
        {
            return End(parse, output, ExitCode.CouldNotStart, exception.Message, exception);
        }
        catch (Exception exception) when (exception is LoadingStoppedException or ForceQuotaException)
        {
            return End(parse, output, ExitCode.BeyondTolerance, exception.Message, exception);
        }
        catch (ForceException exception)
        {
            return End(parse, output, ExitCode.CouldNotStart, $"{exception.Message} ({exception.ErrorCode})", exception);
        }
        catch (Exception exception)
        {
            return End(parse, output, ExitCode.Defect, $"This is a defect of DataMigrator: {exception.GetType().Name}: {FirstLine(exception.Message)} Run it again with --log-file FILE and report that file.", exception);
        }
        finally
        {
            output?.Dispose();
        }
    }

    private int End(ParseResult parse, Output? output, int exitCode, string message, Exception? exception)
    {
        if (output is null)
        {
            stderr.WriteLine(message);
            return exitCode;
        }

        output.Error(message, exception);
        if (output.Json)
        {
            JsonResult.Write(output.Stdout, new Failure(parse.CommandResult.Command.Name, exitCode, [output.Redaction.Apply(message)]));
        }

        return exitCode;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
