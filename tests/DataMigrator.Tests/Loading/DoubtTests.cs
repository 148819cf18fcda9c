using DataMigrator.Loading;
using DataMigrator.Staging;
using SalesforceEmulator.Faults;
using SalesforceEmulator;

namespace DataMigrator.Tests.Loading;

/// <summary>Rows of which the org did not say, or did not say clearly, what became of them: the target is asked before anything is sent again.</summary>
internal sealed class DoubtTests
{
    private const int Rows = 30;

    [Test]
    public async Task A_row_without_a_result_is_asked_for_and_not_sent_again()
    {
        await using var org = await LoadingOrg.StartAsync();
        await org.StageAsync(1, org.Tasks.Take(Rows), (_, values) => values["Description"] = "one line");
        using var client = LoadingOrg.NewClient(org.Emulator, new ForgetfulResults());

        var result = await org.LoadAsync(1, client);

        Assert.That((result.Created, result.Left, result.Failed), Is.EqualTo((Rows, 0L, 0L)));
        var calls = await org.CallsAsync();
        Assert.That(calls, Has.Count.EqualTo(Rows));
        Assert.That(await org.StagedAsync<string>("target_id"), Is.EqualTo(calls.Select(c => c["Id"])));
        Assert.That(await org.StagedAsync<long>("attempts"), Is.All.EqualTo(1));
        Assert.That(await org.ScalarAsync<long>("SELECT SUM(rows) FROM job"), Is.EqualTo(Rows), "each row was sent once");
    }

    [Test]
    public async Task Rows_refused_because_they_are_there_already_are_verified_and_counted_as_created_once()
    {
        await using var org = await LoadingOrg.StartAsync();
        await org.StageAsync(1, org.Tasks.Take(Rows));
        await new PlanStage(await org.BeginRunAsync()).RunAsync(CancellationToken.None);

        // An upload of which this process knows nothing comes through after the plan: the same rows, the same user.
        var twin = await LoadedElsewhereAsync(org);
        var result = await new LoadingStage(await org.BeginRunAsync()).RunAsync(CancellationToken.None);

        Assert.That((result.Created, result.Failed, result.Left), Is.EqualTo((Rows, 0L, 0L)));
        Assert.That((await org.CallsAsync()).Select(c => c["Id"]), Is.EqualTo(twin));
        Assert.That(await org.StagedAsync<string>("target_id"), Is.EqualTo(twin));
    }

    [Test]
    public async Task A_job_that_the_org_no_longer_knows_is_replaced_by_asking_the_target()
    {
        await using var org = await LoadingOrg.StartAsync();
        org.Settings = org.Settings with { Parallelism = 1 };
        await org.StageAsync(1, org.Tasks.Take(Rows));
        using (var dying = new CancellationTokenSource())
        using (var client = LoadingOrg.NewClient(org.Emulator, new DeathAfter("PATCH", "/jobs/ingest/750", 2, dying)))
        {
            Assert.That(() => org.LoadAsync(1, client, dying.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        var remote = await org.ScalarAsync<string>("SELECT remote_id FROM job WHERE state NOT IN ('collected', 'planned')");
        await org.Client.BulkIngest.WaitAsync(remote, progress: null, CancellationToken.None);
        await org.Client.BulkIngest.DeleteAsync(remote, CancellationToken.None);

        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Left), Is.EqualTo((Rows, 0L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(Rows));
        Assert.That(await org.StagedAsync<long>("created_run"), Is.All.EqualTo(1));
    }

    [Test]
    public async Task A_job_that_fails_between_its_batches_goes_on_with_what_it_did_not_get_to()
    {
        await using var org = await LoadingOrg.StartAsync(new EmulatorOptions { Tasks = 120, IngestBatchSize = 3, IngestChunkSize = 2 });
        await org.StageAsync(1, org.Tasks.Take(Rows));
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.FailJob, AfterBatches = 1, Nth = [1, 2, 5] });
        org.Emulator.AddFault(new FaultRule { Action = FaultAction.LockRows, Percent = 10, WholeChunk = true, Times = 4 });

        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Left, result.Failed), Is.EqualTo((Rows, 0L, 0L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(Rows));
    }

    [Test]
    public async Task Rows_beyond_the_orgs_daily_allowance_are_left_and_the_run_stops()
    {
        await using var org = await LoadingOrg.StartAsync(new EmulatorOptions { Tasks = 120, IngestBatchSize = 3, IngestChunkSize = 3, Limits = new EmulatorLimits { DailyIngestRows = 20 } });
        await org.StageAsync(1, org.Tasks.Take(Rows));

        var stop = (await Assert.ThrowsAsync<LoadingStoppedException>(() => org.LoadAsync()))!;

        Assert.That(stop.Reason, Is.EqualTo(StopReason.Quota));
        var books = LoadingBooks.Done(org.Staging, 1);
        var there = (await org.CallsAsync()).Count;
        Assert.That(there, Is.InRange(1, 20));
        Assert.That((books.Read, books.Created, books.Left, books.Failed), Is.EqualTo((Rows, there, (long)Rows - there, 0L)));
    }

    [Test]
    public async Task A_plan_that_the_orgs_storage_cannot_hold_sends_nothing()
    {
        // The org holds 1 MB, 512 records; its Tasks alone are more.
        await using var org = await LoadingOrg.StartAsync(new EmulatorOptions { Tasks = 600, Limits = new EmulatorLimits { DataStorageMB = 1 } });
        await org.StageAsync(1, org.Tasks.Take(Rows));

        var stop = (await Assert.ThrowsAsync<LoadingStoppedException>(() => org.LoadAsync()))!;

        Assert.That(stop.Reason, Is.EqualTo(StopReason.Storage));
        Assert.That(stop.Message, Does.StartWith("30 calls would take about 1 MB of data storage, and 0 of 1 MB are left"));
        Assert.That(org.Emulator.Requests.Where(r => r.Path.Contains("/jobs/ingest", StringComparison.Ordinal)), Is.Empty);
        Assert.That(LoadingBooks.Done(org.Staging, 1).Left, Is.EqualTo(Rows));
    }

    [Test]
    public async Task A_job_aborted_by_a_person_stops_the_run_and_its_rows_go_out_with_the_next_start()
    {
        await using var org = await LoadingOrg.StartAsync();
        org.Settings = org.Settings with { Parallelism = 1 };
        await org.StageAsync(1, org.Tasks.Take(Rows));
        using (var client = LoadingOrg.NewClient(org.Emulator, new AbortBeforeWait(org)))
        {
            var stop = (await Assert.ThrowsAsync<LoadingStoppedException>(() => org.LoadAsync(1, client)))!;
            Assert.That(stop.Reason, Is.EqualTo(StopReason.Aborted));
        }

        var result = await org.LoadAsync();

        Assert.That((result.Created, result.Left), Is.EqualTo((Rows, 0L)));
        Assert.That(await org.CallsAsync(), Has.Count.EqualTo(Rows));
    }

    private static async Task<IReadOnlyList<string?>> LoadedElsewhereAsync(LoadingOrg org)
    {
        var context = await org.BeginRunAsync();
        var job = new IngestJob(
            0, 1, Salesforce.Force.Bulk.IngestOperation.Upsert, 0, new LoadColumns(org.Mapping, org.Describe).Create, org.Tasks[0], org.Tasks[Rows - 1], Rows, null, JobState.Planned);
        var ingest = context.Target.BulkIngest;
        var remote = await ingest.CreateAsync(new Salesforce.Force.Bulk.IngestRequest("VoiceCall", Salesforce.Force.Bulk.IngestOperation.Upsert, "Legacy_Task_Id__c"), CancellationToken.None);
        await ingest.UploadAsync(remote.Id, new JobContent(org.Staging, org.Mapping).For(job), CancellationToken.None);
        await ingest.CloseAsync(remote.Id, CancellationToken.None);
        await ingest.WaitAsync(remote.Id, progress: null, CancellationToken.None);
        return [.. (await org.CallsAsync()).Select(c => c["Id"])];
    }

    /// <summary>Every file of results lacks its last row.</summary>
    private sealed class ForgetfulResults() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!request.RequestUri!.AbsolutePath.Contains("successfulResults", StringComparison.Ordinal))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            request.Headers.AcceptEncoding.Clear();
            using var response = await base.SendAsync(request, cancellationToken);
            var lines = (await response.Content.ReadAsStringAsync(cancellationToken)).TrimEnd('\n').Split('\n');
            var answer = new HttpResponseMessage(response.StatusCode) { RequestMessage = request };
            answer.Content = new StringContent(string.Concat(lines[..Math.Max(1, lines.Length - 1)].Select(l => l + "\n")), System.Text.Encoding.UTF8, "text/csv");
            return answer;
        }
    }

    /// <summary>Somebody aborts the second job once it has its upload, before it is told to start.</summary>
    private sealed class AbortBeforeWait(LoadingOrg org) : DelegatingHandler(new SocketsHttpHandler())
    {
        private int uploads;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (request.Method == HttpMethod.Put && Interlocked.Increment(ref uploads) == 2)
            {
                var id = request.RequestUri!.AbsolutePath.Split('/').First(p => p.StartsWith("750", StringComparison.Ordinal));
                await org.Client.BulkIngest.AbortAsync(id, cancellationToken);
            }

            return response;
        }
    }
}
