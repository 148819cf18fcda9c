using DataMigrator.Staging;

namespace DataMigrator.Cli.Configuration;

/// <summary>For commands that look at a run or go on with one: a staging file that isn't there is a mistake, not something to create.</summary>
internal static class ExistingStaging
{
    /// <exception cref="OperatorException">There is none.</exception>
    public static StagingDatabase Open(string path) => File.Exists(path)
        ? StagingDatabase.Open(path)
        : throw new OperatorException($"There is no staging database '{path}' yet. 'run' makes one; --staging names another.");

    /// <exception cref="OperatorException">No such run.</exception>
    public static RunRecord Run(StagingDatabase staging, string? id, TimeProvider time) => new RunStore(staging, time).Get(id ?? "last") ?? throw new OperatorException(
        id is null ? $"There is no run in {staging.Path} yet." : $"There is no run '{id}' in {staging.Path}. 'status' lists them.");
}
