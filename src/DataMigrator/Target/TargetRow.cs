namespace DataMigrator.Target;

/// <summary>One VoiceCall as it is in the target. Valid while its page is being handled.</summary>
internal readonly ref struct TargetRow
{
    /// <summary>Created and LastModified of one insert may lie apart so far; seconds.</summary>
    private const int Slack = 2;

    private readonly TargetPage page;
    private readonly int row;

    internal TargetRow(TargetPage page, int row)
    {
        this.page = page;
        this.row = row;
    }

    /// <summary>The external id: 18 characters if we wrote it.</summary>
    public ReadOnlySpan<byte> TaskId => page.Value(row, page.Columns.ExternalId);

    /// <summary>VoiceCall id, 18 characters.</summary>
    public ReadOnlySpan<byte> Id => page.Value(row, page.Columns.Id);

    /// <summary>Unix seconds, UTC; 0 if the org gave none.</summary>
    public long LastModified => Instant(page.Columns.LastModifiedDate);

    public ReadOnlySpan<byte> LastModifiedById => page.Value(row, page.Columns.LastModifiedById);

    /// <summary>Unix seconds, UTC; 0 if the org gave none.</summary>
    public long Created => Instant(page.Columns.CreatedDate);

    /// <summary>Nobody has changed it since it was created.</summary>
    public bool IsAsCreated => LastModified <= Created + Slack;

    public ReadOnlySpan<byte> CreatedById => page.Value(row, page.Columns.CreatedById);

    /// <summary>VoiceCall id of the previous leg; empty if there is none or chains are not read.</summary>
    public ReadOnlySpan<byte> PreviousCallId => Optional(page.Columns.PreviousCallId);

    /// <summary>
    /// True if the call is linked to that previous leg; if the leg's VoiceCall id is not known yet (empty), true if it is linked at all: the reconciliation after
    /// loading knows every id. Compared by id, because not every org lets a query follow PreviousCall to its external id.
    /// </summary>
    public bool Follows(ReadOnlySpan<byte> previous) => previous.IsEmpty ? !PreviousCallId.IsEmpty : PreviousCallId.SequenceEqual(previous);

    /// <summary>Value of a payload field, UTF-8 as the org writes it (references are ids); empty = null, or not a field of the target.</summary>
    public ReadOnlySpan<byte> this[int field] => Optional(page.Columns.Of(field));

    private ReadOnlySpan<byte> Optional(int column) => column < 0 ? [] : page.Value(row, column);

    private long Instant(int column) => Iso8601.TryParseInstant(page.Value(row, column), out var seconds, out _) ? seconds : 0;
}
