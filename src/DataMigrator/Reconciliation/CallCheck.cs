using System.Text;
using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Levels two and three, page by page: is each VoiceCall one that should be there, once, and does every field agree? Rows that differ are read again before they
/// are reported: the first reading may be minutes old.
/// </summary>
internal sealed class CallCheck : IDisposable
{
    private readonly ReconciliationOptions options;
    private readonly TargetReader target;
    private readonly StagedCalls calls;
    private readonly FieldCheck fields;
    private readonly TaskDates dates;
    private readonly Editors editors;
    private readonly Classifier classifier;
    private readonly ExtraCalls extras;
    private readonly FindingWriter findings;
    private readonly RunFacts facts;
    private readonly PayloadValues values = new();
    private readonly List<string> suspects = [];
    private readonly Dictionary<string, int> normalised = new(StringComparer.Ordinal);
    private readonly FoundColumns columns;
    private int reread;

    public CallCheck(RunContext run, RunFacts facts, ReconciliationOptions options, TargetReader target, StagedCalls calls, FindingWriter findings)
    {
        (this.facts, this.options, this.target, this.calls, this.findings) = (facts, options, target, calls, findings);
        fields = new FieldCheck(run.Mapping, run.TargetDescribe, target.Columns, facts.StagedFields);
        dates = new TaskDates(run);
        editors = new Editors(run);
        classifier = new Classifier(facts, dates, editors);
        extras = new ExtraCalls(run, options, findings);
        columns = new FoundColumns(run.Mapping.TargetFields);
    }

    public SeenCalls Seen { get; } = new();

    /// <summary>What the target holds of this run's calls.</summary>
    public CallStatistics Found { get; } = new(Statistics.Call);

    public long Matched { get; private set; }

    public long Mismatched { get; private set; }

    /// <summary>VoiceCalls that no call explains, second ones included.</summary>
    public long Extra => extras.Count + duplicates + unbooked;

    /// <summary>VoiceCalls that no live call of staging stands for.</summary>
    public ExtraCalls Extras => extras;

    /// <summary>Compared, though the books did not know that they are in the target: a run that was mapped and never planned.</summary>
    public long Unplanned { get; private set; }

    /// <summary>In the target, but their values are purged: nothing to compare.</summary>
    public long Purged { get; private set; }

    /// <summary>In the target, but their values are in the order of a mapping that this run does not name.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Seen at first, gone at the second look.</summary>
    public long Vanished { get; private set; }

    /// <summary>Seconds that the Tasks say for the calls that were found.</summary>
    public long ExpectedSeconds { get; private set; }

    /// <summary>VoiceCalls whose Tasks staging does not know and that were not looked up.</summary>
    public long NotJudged => extras.NotJudged;

    /// <summary>True if rows were reported as first seen because there were more suspects than are read again.</summary>
    public bool GaveUpRereading { get; private set; }

    /// <summary>True if a difference is being held back for a second look.</summary>
    private bool MayReread => reread < options.MostReread;

    private long duplicates;
    private long unbooked;

    public IEnumerable<Statistic> FieldStatistics() => fields.ToStatistics();

    /// <summary>One page of VoiceCalls, as the bulk reading brings them.</summary>
    public async Task HandleAsync(TargetPage page, CancellationToken cancellationToken)
    {
        suspects.Clear();
        for (var i = 0; i < page.Count; i++)
        {
            var row = page[i];
            switch (calls.Find(row.TaskId))
            {
                case StagedKind.OfThisRun when !Seen.Add(calls.PayloadId):
                    duplicates++;
                    findings.Add(new(Finding.Identity, FindingClass.Duplicate, Finding.Open, Ascii(row.TaskId), Ascii(row.Id), null, null, null, null));
                    break;
                case StagedKind.OfThisRun:
                    Judge(row, mayReread: MayReread);
                    break;
                case StagedKind.OfAnotherRun:
                    break;
                default:
                    extras.Add(row.TaskId, row.Id);
                    break;
            }
        }

        calls.Release();
        foreach (var gone in await RereadAsync(suspects, cancellationToken).ConfigureAwait(false))
        {
            Vanished++;
            findings.Add(new(Finding.Identity, FindingClass.Missing, Finding.Open, gone, null, null, null, null, "was deleted while it was being compared"));
        }

        await extras.JudgeAsync(cancellationToken).ConfigureAwait(false);
        await findings.FlushIfLargeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Only what no staged call explains: for a range that was not read in full.</summary>
    public async Task HandleExtrasAsync(TargetPage page, CancellationToken cancellationToken)
    {
        for (var i = 0; i < page.Count; i++)
        {
            var row = page[i];
            if (calls.Find(row.TaskId) is StagedKind.Unknown or StagedKind.Retired)
            {
                extras.Add(row.TaskId, row.Id);
            }
        }

        calls.Release();
        await extras.JudgeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at these calls one by one, as they are now.</summary>
    /// <returns>Those that the target does not have.</returns>
    public async Task<IReadOnlyCollection<string>> RereadAsync(IReadOnlyCollection<string> taskIds, CancellationToken cancellationToken)
    {
        if (taskIds.Count == 0)
        {
            return [];
        }

        reread += taskIds.Count;
        HashSet<string> gone = [.. taskIds];
        List<string> undated = [];
        await target.ReadByTaskIdsAsync(
            taskIds,
            async (page, stop) =>
            {
                undated.Clear();
                for (var i = 0; i < page.Count; i++)
                {
                    if (calls.Find(page[i].TaskId) == StagedKind.OfThisRun && classifier.NeedsDates(calls, page[i]))
                    {
                        undated.Add(Ascii(page[i].TaskId));
                    }
                }

                calls.Release();
                await dates.AskAsync(undated, stop).ConfigureAwait(false);
                await editors.AskAsync(page, stop).ConfigureAwait(false);
                JudgeAll(page, gone);
            },
            cancellationToken).ConfigureAwait(false);
        return gone;
    }

    public void Dispose()
    {
        extras.Dispose();
    }

    private void JudgeAll(TargetPage page, HashSet<string> gone)
    {
        for (var i = 0; i < page.Count; i++)
        {
            var row = page[i];
            if (gone.Remove(Ascii(row.TaskId)) && calls.Find(row.TaskId) == StagedKind.OfThisRun)
            {
                Seen.Add(calls.PayloadId);
                Judge(row, mayReread: false);
            }
        }

        calls.Release();
    }

    private void Judge(in TargetRow row, bool mayReread)
    {
        if (facts.Executed && !calls.IsExpected)
        {
            unbooked++;
            findings.Add(new(
                Finding.Identity, FindingClass.Extra, Finding.Open, Ascii(row.TaskId), Ascii(row.Id), null, null, null,
                calls.State == CallState.RolledBack ? "rolled back, and still there" : "it is there, but loading's books don't say so: give the run's command again"));
            return;
        }

        Payload.Read(calls.Payload, values);
        if (values.Count != facts.StagedFields.Count)
        {
            TakeUncompared(row);
            return;
        }

        var agrees = fields.Agrees(values, row, calls.Parent, calls.ParentCallId);
        if (!agrees && mayReread)
        {
            suspects.Add(Ascii(row.TaskId));
            return;
        }

        fields.Count();
        Unplanned += calls.IsExpected ? 0 : 1;
        ExpectedSeconds += calls.Duration;
        Matched += agrees ? 1 : 0;
        Mismatched += agrees ? 0 : 1;
        GaveUpRereading |= !agrees && !MayReread;
        columns.Add(Found, row);
        Report(row);
        var settled = agrees || (calls.IsBlocked && !fields.Differences.Exists(difference => difference is { Normalised: false, Updateable: true }));
        if (settled && facts.IsUser(row.LastModifiedById) && calls.Stamp != row.LastModified && !(calls.Stamp is null && row.IsAsCreated))
        {
            findings.Stamp(Ascii(row.TaskId), row.LastModified);
        }
    }

    private void TakeUncompared(in TargetRow row)
    {
        Purged += values.Count == 0 ? 1 : 0;
        Unreadable += values.Count == 0 ? 0 : 1;
        Unplanned += calls.IsExpected ? 0 : 1;
        ExpectedSeconds += calls.Duration;
        Matched++;
        columns.Add(Found, row);
    }

    private void Report(in TargetRow row)
    {
        if (fields.Differences.Count == 0)
        {
            return;
        }

        foreach (var difference in fields.Differences)
        {
            if (!difference.Normalised)
            {
                var (name, status, note) = classifier.Of(calls, row, difference.Updateable);
                findings.Add(new(Finding.Fields, name, status, Ascii(row.TaskId), Ascii(row.Id), difference.Field, difference.Expected, difference.Found, Note(note, difference)));
            }
            else if ((normalised[difference.Field] = normalised.GetValueOrDefault(difference.Field) + 1) <= options.NormalisedExamples)
            {
                findings.Add(new(Finding.Fields, FindingClass.Normalised, Finding.Explained, Ascii(row.TaskId), Ascii(row.Id), difference.Field, difference.Expected, difference.Found, null));
            }
        }
    }

    private static string? Note(string? note, FieldDifference difference)
    {
        if (difference.Updateable)
        {
            return note;
        }

        var unlinked = difference is { Field: FieldCheck.PreviousCallId, Found: null } ? "the leg before it was not in the target when it was created; " : "";
        return $"{(note is null ? "" : note + "; ")}{unlinked}can be set on create only";
    }

    private static string Ascii(ReadOnlySpan<byte> id) => Encoding.UTF8.GetString(id);
}
