using Dapper;

namespace DataMigrator.Staging;

/// <summary>A purged run can be looked at, rolled back and counted, but not be loaded: the values of its calls are gone.</summary>
internal static class PurgedValues
{
    /// <summary>Asked before anything of the run is compared or sent.</summary>
    /// <exception cref="OperatorException">Calls of the run have lost their values.</exception>
    public static void Refuse(StagingDatabase staging, long run, string id)
    {
        using var reader = staging.OpenReader();
        var purged = reader.ExecuteScalar<string?>("SELECT purged FROM run WHERE number = @run", new { run });
        if (purged is not null && reader.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM call c JOIN payload d ON d.id = c.payload WHERE c.run = @run AND d.json = '[]')", new { run }))
        {
            throw new OperatorException($"The values of run {id} were purged at {purged}: nothing of it can be mapped or sent any more. Give the command that made it again; it reads the range anew.");
        }
    }
}
