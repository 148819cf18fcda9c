using DataMigrator.Staging;

namespace DataMigrator.Tests.Reconciliation;

/// <summary>Calls whose values are gone, or in the order of another mapping, among those that are compared.</summary>
internal sealed class PurgedCallTests : TenLoadedCalls
{
    [Test]
    public async Task A_run_over_the_time_of_a_purged_one_is_reconciled_and_its_counts_agree()
    {
        await TakeOverAsync(Tasks[0], Tasks[9]);
        await new Purge(Org.Staging, null, TimeProvider.System).RunAsync("run-1", CancellationToken.None);

        var result = await Org.ReconcileAsync(2);

        Assert.That((result.Read, result.Matched), Is.EqualTo((2L, 2L)));
        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Status == "open" || f.Class == "count"), Is.Empty);
    }

    [Test]
    public async Task A_purged_run_itself_is_checked_for_being_there_and_says_that_fields_were_not()
    {
        await new Purge(Org.Staging, null, TimeProvider.System).RunAsync("run-1", CancellationToken.None);
        await Org.DeleteAsync(Tasks[2]);

        var result = await Org.ReconcileAsync();

        Assert.That((result.Read, result.Matched, result.Missing), Is.EqualTo((10L, 9L, 1L)));
        Assert.That(await Org.ScalarAsync<string>("SELECT note FROM finding WHERE class = 'not-checked'"), Does.StartWith("the values of 9 calls were purged"));
        Assert.That((await Org.FindingsAsync()).Where(f => f.Class == "count").Select(f => f.Status), Is.EqualTo(new[] { "explained" }));
    }

    [Test]
    public async Task Calls_of_a_run_with_another_mapping_are_counted_by_that_mappings_columns()
    {
        await TakeOverAsync(Tasks[0], Tasks[9]);

        // The rest as an older mapping would have staged it: type and owner stand elsewhere.
        await Org.StageSqlAsync(
            """
            INSERT INTO mapping VALUES ('old', 'm', '', '[]', '["OwnerId","CallType"]');
            UPDATE run SET mapping = 'old' WHERE number = 1;
            UPDATE payload SET json = json_array(json_extract(json, '$[7]'), json_extract(json, '$[5]')) WHERE id IN (SELECT payload FROM call WHERE run = 1);
            """);

        await Org.ReconcileAsync(2);

        Assert.That((await Org.FindingsAsync(2)).Where(f => f.Class == "count" || f.Status == "open"), Is.Empty);
    }
}
