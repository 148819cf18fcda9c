namespace DataMigrator;

/// <summary>One door through which rows leave a stage.</summary>
internal sealed record Door(string Name, long Count);

/// <summary>The books of one stage: what came in, through which doors it left, what is left.</summary>
/// <param name="Beside">Figures that belong to the stage but are not part of its sum, such as extra rows in the target.</param>
/// <param name="Milliseconds">Duration; null if not known.</param>
internal sealed record StageBooks(string Stage, long Read, IReadOnlyList<Door> Doors, long Left, IReadOnlyList<Door> Beside, long? Milliseconds)
{
    /// <summary>Of the updated: see <see cref="LoadingResult.UpdatedInPart"/>.</summary>
    public const string InPart = "updated in part";

    /// <summary>Of the matched: see <see cref="ReconciliationResult.NotRead"/>.</summary>
    public const string NotRead = "not read, their counts agree";

    public long Sum => Doors.Sum(d => d.Count) + Left;

    public bool Balances => Read == Sum;

    /// <summary>Books of the stages that ran, in order.</summary>
    /// <param name="durations">Stage name to milliseconds.</param>
    public static IReadOnlyList<StageBooks> Of(MigrationResult result, IReadOnlyDictionary<string, long>? durations = null)
    {
        List<StageBooks> books = [];
        long? Time(string stage) => durations is not null && durations.TryGetValue(stage, out var value) ? value : null;
        if (result.Extraction is { } e)
        {
            books.Add(new("extraction", e.Expected, [new("read", e.Read)], e.Left, [new("pages", e.Pages), new("API requests", e.ApiRequests)], Time("extraction")));
        }

        if (result.Mapping is { } m)
        {
            books.Add(new("mapping", m.Read, [new("mapped", m.Mapped), new("skipped", m.Skipped), new("rejected", m.Rejected)], m.Left, Linked(m), Time("mapping")));
        }

        if (result.Loading is { } l)
        {
            books.Add(new(
                "loading", l.Read,
                [new("created", l.Created), new("updated", l.Updated), new("replaced", l.Replaced), new("unchanged", l.Unchanged), new("blocked", l.Blocked), new("failed", l.Failed)],
                l.Left, NotZero(new("native", l.Native), new(InPart, l.UpdatedInPart)), Time("loading")));
        }

        if (result.Reconciliation is { } r)
        {
            books.Add(new(
                "reconciliation", r.Read, [new("matched", r.Matched), new("mismatched", r.Mismatched), new("missing", r.Missing)], 0,
                [new("extra", r.Extra), .. NotZero(new Door(NotRead, r.NotRead))], Time("reconciliation")));
        }

        return books;
    }

    private static Door[] Linked(MappingResult m) => NotZero(
        new("merged", m.Merged), new("chained", m.Chained), new("of several legs", m.SeveralLegs), new("calls of earlier runs that linking changed", m.Relinked));

    private static Door[] NotZero(params Door[] doors) => Array.FindAll(doors, door => door.Count > 0);
}
