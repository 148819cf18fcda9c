using DataMigrator.Loading;
using DataMigrator.Reporting;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;
using Salesforce.Force.Errors;

namespace DataMigrator;

/// <summary>Why a run that had begun ended early, in words, and with which exit code. Null for what is a defect of ours.</summary>
internal sealed record Stop(int ExitCode, string State, string Message)
{
    public static Stop? Of(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => new Stop(130, RunStates.Interrupted, "Interrupted. The same command goes on from here."),
        LoadingStoppedException or ForceQuotaException => new Stop(2, RunStates.Interrupted, $"{exception.Message} The same command goes on from here."),
        OperatorException or StagingException or ReportException or InvalidDataException => new Stop(2, RunStates.Failed, exception.Message),
        SqliteException { SqliteErrorCode: 13 } => new Stop(2, RunStates.Failed, "The disk of the staging database is full. Free some room; the same command goes on from here."),
        SqliteException sqlite => new Stop(2, RunStates.Failed, $"The staging database can't be written: {sqlite.Message}. The same command goes on from here."),
        IOException io => new Stop(2, RunStates.Failed, $"{io.Message} The same command goes on from here."),
        ForceException force => new Stop(2, RunStates.Failed, $"{force.Message} ({force.ErrorCode}) The same command goes on from here."),
        _ => null,
    };
}
