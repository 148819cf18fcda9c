using DataMigrator.Staging;

namespace DataMigrator.Tests.Loading;

internal sealed class LoadingTests
{
    private LoadingOrg org = null!;

    [SetUp]
    public async Task StartAsync() => org = await LoadingOrg.StartAsync();

    [TearDown]
    public async Task StopAsync() => await org.DisposeAsync();

    [Test]
    public async Task Every_call_is_created_once_with_the_values_that_were_mapped()
    {
        await org.StageAsync(1, org.Tasks.Take(23));

        var result = await org.LoadAsync();

        Assert.That((result.Read, result.Created, result.Left, result.Failed), Is.EqualTo((23L, 23L, 0L, 0L)));
        var calls = await org.CallsAsync();
        Assert.That(calls.Select(c => c["Legacy_Task_Id__c"]), Is.EqualTo(org.Tasks.Take(23)));
        Assert.That(calls.Select(c => c["Description"]), Is.All.EqualTo("Said \"yes\", then\nhung up"));
        Assert.That(await org.StagedAsync<string>("target_id"), Is.EqualTo(calls.Select(c => c["Id"])));
        Assert.That(await org.StagedAsync<long>("created_run"), Is.All.EqualTo(1));

        // 23 rows in jobs of 7.
        Assert.That(await org.ScalarAsync<long>("SELECT COUNT(*) FROM job WHERE state = 'collected'"), Is.EqualTo(4));
    }

    /// <summary>A row counts as its payload in UTF-8 and 20 bytes more.</summary>
    [TestCase(3, 0, 3, 3, 3, 1)]
    [TestCase(3, -1, 2, 2, 2, 2, 2)]
    [TestCase(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    [TestCase(7, 0, 7, 3)]
    [TestCase(90, 0, 7, 3)]
    public async Task A_job_is_as_long_as_its_rows_and_bytes_allow(int rows, int more, params int[] jobs)
    {
        await org.StageAsync(1, org.Tasks.Take(10), (_, values) => values["Description"] = "größer – 大きい");
        var bytes = await org.ScalarAsync<int>("SELECT LENGTH(CAST(json AS BLOB)) FROM payload LIMIT 1") + 20;
        Assert.That(await org.ScalarAsync<int>("SELECT SUM(LENGTH(CAST(json AS BLOB)) + 20) FROM payload"), Is.EqualTo(10 * bytes), "all of one length");
        org.Settings = org.Settings with { BytesPerJob = (rows * bytes) + more };

        var result = await org.LoadAsync();

        Assert.That(result.Created, Is.EqualTo(10));
        using var reader = org.Staging.OpenReader();
        Assert.That(Dapper.SqlMapper.Query<long>(reader, "SELECT rows FROM job ORDER BY id"), Is.EqualTo(jobs));
        Assert.That(Dapper.SqlMapper.Query<long>(reader, "SELECT bytes FROM job ORDER BY id"), Is.EqualTo(jobs.Select(count => count * bytes)));
    }

    [Test]
    public async Task The_same_calls_again_send_nothing()
    {
        await org.StageAsync(1, org.Tasks.Take(10));
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(10));
        var before = Writes();

        var result = await org.LoadAsync(2);

        Assert.That((result.Read, result.Unchanged, result.Created), Is.EqualTo((10L, 10L, 0L)));
        Assert.That(Writes(), Is.EqualTo(before));
        Assert.That(await org.StagedAsync<long>("created_run"), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Only_changed_columns_that_may_change_are_updated()
    {
        await org.StageAsync(1, org.Tasks.Take(10));
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(10), (id, values) =>
        {
            if (string.CompareOrdinal(id, org.Tasks[3]) < 0)
            {
                values["Description"] = null;
            }
            else if (id == org.Tasks[3])
            {
                values["Legacy_Subject__c"] = "Another subject";
            }
        });

        var result = await org.LoadAsync(2);

        Assert.That((result.Updated, result.Unchanged, result.Read), Is.EqualTo((4L, 6L, 10L)));
        var calls = await org.CallsAsync("Description, Legacy_Subject__c");
        Assert.That(calls.Count(c => c["Description"] is null), Is.EqualTo(3));
        Assert.That(calls.Count(c => c["Legacy_Subject__c"] == "Another subject"), Is.EqualTo(1));
        Assert.That(await org.ScalarAsync<string>("SELECT group_concat(columns, ' ') FROM (SELECT columns FROM job WHERE operation = 'update' ORDER BY columns)"),
            Is.EqualTo("""["Id","Legacy_Task_Id__c","Description"] ["Id","Legacy_Task_Id__c","Legacy_Subject__c"]"""));
    }

    [Test]
    public async Task A_change_of_what_is_set_on_create_only_is_blocked_and_told()
    {
        await org.StageAsync(1, org.Tasks.Take(5));
        await org.LoadAsync();
        await org.StageAsync(2, org.Tasks.Take(5), (id, values) => values["CallType"] = id == org.Tasks[2] ? "Outbound" : "Inbound");

        var result = await org.LoadAsync(2);

        Assert.That((result.Blocked, result.Unchanged), Is.EqualTo((1L, 4L)));
        Assert.That(await org.ScalarAsync<string>("SELECT changes FROM call WHERE changes IS NOT NULL"),
            Is.EqualTo("""[{"field":"CallType","from":"Inbound","to":"Outbound","createOnly":true}]"""));
    }

    [Test]
    public async Task Replacing_deletes_and_creates_again_with_the_legs_that_hang_on_it()
    {
        await org.StageAsync(1, org.Tasks.Take(6), parent: Chain);
        await org.LoadAsync();
        var before = await org.CallsAsync();
        org.Settings = org.Settings with { OnCreateOnlyChange = "replace" };
        await org.StageAsync(2, org.Tasks.Take(6), (id, values) => values["CallType"] = id == org.Tasks[0] ? "Outbound" : "Inbound", Chain);

        var result = await org.LoadAsync(2);

        // Task 0 is the parent of 1, which is the parent of 2.
        Assert.That((result.Replaced, result.Unchanged, result.Read), Is.EqualTo((3L, 3L, 6L)));
        var after = await org.CallsAsync();
        Assert.That(after, Has.Count.EqualTo(6));
        Assert.That(after.Select(c => c["Id"]).Intersect(before.Select(c => c["Id"])).Count(), Is.EqualTo(3));
        Assert.That(after[2]["PreviousCallId"], Is.EqualTo(after[1]["Id"]));
        Assert.That(after[1]["PreviousCallId"], Is.EqualTo(after[0]["Id"]));
    }

    [Test]
    public async Task Legs_are_loaded_after_the_leg_before_them_and_linked_to_it()
    {
        await org.StageAsync(1, org.Tasks.Take(6), parent: Chain);

        var result = await org.LoadAsync();

        Assert.That(result.Created, Is.EqualTo(6));
        var calls = await org.CallsAsync();
        Assert.That(calls[1]["PreviousCallId"], Is.EqualTo(calls[0]["Id"]));
        Assert.That(calls[2]["PreviousCallId"], Is.EqualTo(calls[1]["Id"]));
        Assert.That(calls[0]["PreviousCallId"], Is.Null);
    }

    [Test]
    public async Task A_leg_whose_previous_leg_failed_is_reported_and_not_loaded_unlinked()
    {
        await org.StageAsync(1, org.Tasks.Take(6), (id, values) => values["CallType"] = id == org.Tasks[0] ? "Nonsense" : "Inbound", Chain);

        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Failed, result.Left), Is.EqualTo((3L, 3L, 0L)));
        Assert.That(await org.StagedAsync<string?>("error_code"),
            Is.EqualTo(new[] { "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "PARENT_NOT_LOADED", "PARENT_NOT_LOADED", null, null, null }));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Calls_that_the_new_telephony_logged_itself_are_not_doubled()
    {
        await org.StageAsync(1, org.Tasks.Take(8), (_, values) => values["VendorCallKey"] = values["ActivityId"]![^6..]);
        await CreateNativeAsync(("ActivityId", org.Tasks[1]), start: 1_700_000_600);
        await CreateNativeAsync(("VendorCallKey", org.Tasks[2][^6..]), start: 1_700_001_200);
        await CreateNativeAsync(("VendorCallKey", org.Tasks[3][^6..]), start: 1_700_900_000);

        var result = await org.LoadAsync();

        // The third carries the key of a call of another day.
        Assert.That((result.Created, result.Unchanged, result.Native, result.Read), Is.EqualTo((6L, 2L, 2L, 8L)));
    }

    [Test]
    public async Task A_dry_run_says_what_it_would_do_and_writes_nothing()
    {
        await org.StageAsync(1, org.Tasks.Take(9));
        var before = Writes();

        var plan = LoadingBooks.Planned(await new DataMigrator.Loading.PlanStage(await org.BeginRunAsync(execute: false)).RunAsync(CancellationToken.None));

        Assert.That((plan.Read, plan.Created), Is.EqualTo((9L, 9L)));
        Assert.That(Writes(), Is.EqualTo(before));
        Assert.That(await org.StagedAsync<long>("state"), Is.All.EqualTo((int)CallState.Pending));
    }

    [Test]
    public async Task A_run_without_calls_has_empty_books()
    {
        var result = await org.LoadAsync();

        Assert.That((result.Read, result.Created, result.Left), Is.EqualTo((0L, 0L, 0L)));
    }

    [Test]
    public async Task Nothing_but_VoiceCall_is_written()
    {
        await org.StageAsync(1, org.Tasks.Take(20), parent: Chain);
        var before = await TaskStampsAsync();

        await org.LoadAsync();

        var writes = org.Emulator.Requests.Where(r => r.Method is "POST" or "PATCH" or "PUT" or "DELETE" && !r.Path.Contains("oauth2", StringComparison.Ordinal)).ToList();
        Assert.That(writes, Is.Not.Empty);
        Assert.That(writes.Select(r => r.Path), Is.All.Match("/jobs/(ingest|query)"));
        Assert.That(await TaskStampsAsync(), Is.EqualTo(before));
    }

    private string? Chain(string id) => id == org.Tasks[1] ? org.Tasks[0] : id == org.Tasks[2] ? org.Tasks[1] : null;

    private async Task<IReadOnlyList<string?>> TaskStampsAsync()
    {
        var stamps = new List<string?>();
        await foreach (var row in org.Client.QueryAsync("SELECT Id, SystemModstamp FROM Task ORDER BY Id", all: true, CancellationToken.None))
        {
            stamps.Add(row["SystemModstamp"]);
        }

        return stamps;
    }

    private int Writes() => org.Emulator.Requests.Count(r => r.Path.Contains("/jobs/ingest", StringComparison.Ordinal));

    private async Task CreateNativeAsync((string Field, string Value) link, long start)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(start);
        var record = new Dictionary<string, object?>
        {
            ["CallStartDateTime"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["CallEndDateTime"] = at.AddMinutes(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["FromPhoneNumber"] = "1", ["ToPhoneNumber"] = "2", ["CallType"] = "Inbound", [link.Field] = link.Value,
        };
        var saved = await org.Client.CreateAsync("VoiceCall", [record], allOrNone: true, CancellationToken.None);
        Assert.That(saved[0].Success, Is.True, saved[0].Errors.FirstOrDefault()?.Message);
    }
}
