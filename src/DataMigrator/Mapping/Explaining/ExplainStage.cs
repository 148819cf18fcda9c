using System.Text;

namespace DataMigrator.Mapping.Explaining;

/// <summary>Finds one Task among what a run has staged and explains it.</summary>
internal sealed class ExplainStage(RunContext run)
{
    /// <returns>Null if the Task is not among the staged ones.</returns>
    public async Task<Explanation?> RunAsync(SalesforceId id, CancellationToken cancellationToken)
    {
        var scope = await MappingScope.OfAsync(run, cancellationToken).ConfigureAwait(false);
        var wanted = Encoding.ASCII.GetBytes(id.ToString());
        Explanation? found = null;
        new StagedRows(run, scope).Each(
            (in TaskRow row) =>
            {
                if (row[0].SequenceEqual(wanted) || (row[0].Length == 15 && wanted.AsSpan().StartsWith(row[0])))
                {
                    found = MappingExplainer.Explain(run.Mapping, scope.Lookups, row);
                }
            },
            () => found is null,
            cancellationToken);
        return found;
    }
}
