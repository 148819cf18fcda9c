using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;

namespace DataMigrator.Tests.Staging;

internal sealed class LedgerTests
{
    private const string A15 = "00TA00000000001", A = "00TA00000000001AAA", B = "00TB00000000002AAA", C = "00TC00000000003AAA";

    private StagedRun staged = null!;

    private LedgerStore Ledger => new(staged.Staging.Database);

    [SetUp]
    public void Open() => staged = new StagedRun();

    [TearDown]
    public void Close() => staged.Dispose();

    [Test]
    public async Task A_loaded_call_tells_its_whole_story_by_task_or_voice_call_id()
    {
        var id = SalesforceId.Parse(A15.AsSpan()).ToString();
        var (run, _) = await staged.MapAsync(new PlainMapping(), $"{id},call,+1415,1000,60,k,005A,,false");
        await staged.Staging.ExecuteAsync(
            """
            INSERT INTO job (id, run, operation, round, columns, rows, bytes, remote_id, state) VALUES (7, 1, 'insert', 0, '[]', 1, 9, '750000000000007AAA', 'collected'), (8, 1, 'insert', 1, '[]', 1, 9, '750000000000008AAA', 'collected');
            INSERT INTO attempt VALUES ('$', 1, 1, 7, '2026-11-20T04:15:00Z', 'UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access');
            UPDATE call SET state = 1, plan = 1, target_id = '0LQ000000000001GAA', created_run = 1, job = 8, attempts = 2;
            INSERT INTO finding (run, check_name, object, task_id, field, expected, found, class, status) VALUES (1, 'fields', 'VoiceCall', '$', 'FromPhoneNumber', '+1415', '+1416', 'edited-since', 'open');
            """.Replace("$", id, StringComparison.Ordinal));

        var entry = Ledger.Find(A15)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((entry.TaskId, entry.Door, entry.Reason), Is.EqualTo((id, TaskDoor.Mapped, (LedgerReason?)null)));
            Assert.That(entry.Source, Has.Member(new KeyValuePair<string, string?>("CreatedDate", "1000")).And.Member(new KeyValuePair<string, string?>("WhoId", null)));
            Assert.That((entry.Reading!.Run, entry.Reading.Page, entry.Reading.Ordinal), Is.EqualTo((run.Id, 0L, 0L)));
            Assert.That(entry.Call!.Values, Has.Member(new KeyValuePair<string, string?>("FromPhoneNumber", "+1415")));
            Assert.That((entry.Call.State, entry.Call.TargetId, entry.Call.Job, entry.Call.CreatedRun), Is.EqualTo((CallState.Created, "0LQ000000000001GAA", "750000000000008AAA", run.Id)));
            Assert.That(entry.Attempts.Single(), Is.EqualTo(new LedgerAttempt(
                run.Id, 1, new DateTimeOffset(2026, 11, 20, 4, 15, 0, TimeSpan.Zero), "750000000000007AAA", "insert", "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access")));
            Assert.That(entry.Findings.Single().Class, Is.EqualTo("edited-since"));
            Assert.That(Ledger.Find("0LQ000000000001")?.TaskId, Is.EqualTo(id));
            Assert.That(Ledger.Find(id)?.TaskId, Is.EqualTo(id));
        }
    }

    [Test]
    public async Task A_rejected_task_says_why_and_an_unknown_one_nothing()
    {
        var id = SalesforceId.Parse(A15.AsSpan()).ToString();
        await staged.MapAsync(new PlainMapping(), $"{id},nobody knows,,1000,60,,005A,,false");
        var entry = Ledger.Find(id)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.Reason, Is.EqualTo(new LedgerReason("rejected", "FromPhoneNumber", "phone", "no number found")));
            Assert.That((entry.Detail, entry.Call), Is.EqualTo(("nobody knows", (LedgerCall?)null)));
            Assert.That(Ledger.Find("00T000000000009AAA"), Is.Null);
            Assert.That(() => Ledger.Find("12; DROP TABLE task"), Throws.TypeOf<OperatorException>().With.Message.Contains("not a Salesforce id"));
        }
    }

    [Test]
    public async Task Duplicates_and_legs_name_each_other()
    {
        var ids = new[] { "00TA00000000001", "00TA00000000002", "00TA00000000003" }.Select(id => SalesforceId.Parse(id.AsSpan()).ToString()).ToArray();
        await staged.MapAsync(
            new PlainMapping { Links = new LinkRule(true, false, true, 300, null) },
            $"{ids[0]},call,+1,1000,100,k,005A,,false", $"{ids[1]},call,+1,1010,100,k,005A,,false", $"{ids[2]},call,+1,1100,50,k,005B,,false");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ledger.Find(ids[0])!.MergedFrom, Is.EqualTo(new[] { ids[1] }));
            Assert.That(Ledger.Find(ids[0])!.Legs, Is.EqualTo(new[] { ids[2] }));
            Assert.That(Ledger.Find(ids[1])!.MergedInto, Is.EqualTo(ids[0]));
            Assert.That(Ledger.Find(ids[2])!.Call!.Parent, Is.EqualTo(ids[0]));
        }
    }

    [Test]
    public async Task Status_shows_how_far_a_run_is_and_whether_anybody_works_on_it()
    {
        var (run, _) = await staged.MapAsync(new PlainMapping(), $"{A},call,+1,1000,60,,005A,,false", $"{B},call,+1,1000,60,,005A,,false", $"{C},call,,1000,60,,005A,,false");
        await new WindowStore(run.Staging, run.Number).AddAsync([new PlannedWindow(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), 40)], null, null, CancellationToken.None);
        await staged.Staging.ExecuteAsync($"UPDATE window SET state = 'read' WHERE rows > 0; UPDATE call SET state = 1 WHERE task_id = '{A}'");
        var status = new StatusStore(staged.Staging.Database, TimeProvider.System);
        using var held = StagingLock.Take(staged.Staging.Path, run.Id, TimeProvider.System);
        var newest = status.Read().Runs.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((newest.Windows, newest.WindowsRead, newest.RowsExpected, newest.RowsRead, newest.RowsUnmapped), Is.EqualTo((2, 1, 43L, 3L, 0L)));
            Assert.That((newest.Calls![CallState.Created], newest.Calls[CallState.Pending]), Is.EqualTo((1L, 1L)));
            Assert.That(newest.IsRunning, Is.True);
        }

        held.Dispose();
        Assert.That(status.Read().Runs.Single().IsRunning, Is.False, "it says running, but nobody is there");
    }
}
