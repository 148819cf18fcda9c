using Dapper;

namespace DataMigrator.Mapping.Assessing;

/// <summary>Profiles what a run has staged, with this mapping; writes neither to an org nor to tables task and call.</summary>
internal sealed class AssessmentStage(RunContext run)
{
    public async Task<Assessment> RunAsync(CancellationToken cancellationToken)
    {
        var scope = await MappingScope.OfAsync(run, cancellationToken).ConfigureAwait(false);
        var builder = new AssessmentBuilder(run.Mapping, scope.Lookups);
        var total = scope.Total(run.Staging);
        using var links = run.Mapping.Links is { } rule ? new LinkForecast(rule, run.Mapping.TargetFields) : null;
        long done = 0;
        new StagedRows(run, scope).Each(
            (in TaskRow row) =>
            {
                if (builder.Add(row).Reason is null)
                {
                    links?.Add(row[0], builder.Call);
                }

                if (++done % 1000 == 0)
                {
                    run.Progress.Report(new StageProgress("assessment", done, total));
                }
            },
            () => true,
            cancellationToken);
        run.Progress.Report(new StageProgress("assessment", done, total));
        using var reader = run.Staging.OpenReader();
        var windows = reader.ExecuteScalar<int>("SELECT COUNT(*) FROM window WHERE run = @Number AND state <> 'split' AND rows > 0", new { run.Number });
        var lookups = reader.ExecuteScalar<long>("SELECT COUNT(*) FROM lookup");
        return builder.Build(run.Settings, new CostRates(), windows, lookups, links?.Decide());
    }
}
