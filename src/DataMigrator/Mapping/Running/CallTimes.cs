using DataMigrator.Mapping.Rules;
using DataMigrator.Staging;

namespace DataMigrator.Mapping.Running;

/// <summary>
/// Settles start, end and duration so that they agree: whole seconds, end = start + duration. A duration that is given wins over the end that is given;
/// one that can't be (negative, longer than the mapping allows) is not believed, and if nothing better is found the row is rejected or it counts as 0.
/// </summary>
internal sealed class CallTimes(Slot start, Slot end, Slot duration, TimeSpan maxDuration, bool impossibleIsZero)
{
    private readonly double maxSeconds = maxDuration.TotalSeconds;
    private readonly MapReason noStart = new(TaskDoor.Rejected, "CallStartDateTime", "start", "no start time found");
    private readonly MapReason negative = new(TaskDoor.Rejected, "CallDurationInSeconds", "duration", "duration is negative");
    private readonly MapReason endless = new(TaskDoor.Rejected, "CallDurationInSeconds", "duration", $"duration is longer than {maxDuration.TotalHours:0.##} h");

    /// <summary>Sets times in scratch and buffer; a reason if the row has to be rejected.</summary>
    public MapReason? Find(scoped in RowContext row, CallBuffer call, out StartSource source)
    {
        source = StartSource.None;
        var scratch = row.Scratch;
        scratch.Duration = FindDuration(row, out var doubt);
        var origin = FindInstant(start, row, out var starts);
        var endOrigin = FindInstant(end, row, out var ends);
        var endKnown = endOrigin != ValueOrigin.None;
        var fromEnd = endKnown && !IsReal(origin);
        if (fromEnd)
        {
            // A real end beats a start that is only inferred.
            starts = ends - (long)((scratch.Duration ?? 0) * 1000);
            origin = endOrigin;
        }

        if (origin == ValueOrigin.None)
        {
            return noStart;
        }

        // A start that was made from the end says nothing of how long it took.
        if (scratch.Duration is null && endKnown && !fromEnd && ends >= starts && ends - starts <= maxSeconds * 1000)
        {
            scratch.Duration = (ends - starts) / 1000.0;
            doubt = null;
        }

        if (doubt is not null && !impossibleIsZero)
        {
            return doubt;
        }

        var seconds = (long)Math.Round(scratch.Duration ?? 0, MidpointRounding.AwayFromZero);
        var first = (long)Math.Floor(starts / 1000.0);
        (call.Starts, call.Ends, call.Duration) = (first, first + seconds, seconds);
        (scratch.Start, scratch.End, scratch.Duration) = (first * 1000, (first + seconds) * 1000, seconds);
        source = Source(origin);
        return null;
    }

    private double? FindDuration(scoped in RowContext row, out MapReason? doubt)
    {
        doubt = null;
        for (var at = -1; duration.Next(row, ref at) is { } candidate;)
        {
            if (!candidate.TryNumber(row, out var seconds))
            {
                continue;
            }

            if (seconds >= 0 && seconds <= maxSeconds)
            {
                doubt = null;
                return seconds;
            }

            doubt ??= seconds < 0 ? negative : endless;
        }

        return null;
    }

    private static ValueOrigin FindInstant(Slot slot, scoped in RowContext row, out long milliseconds)
    {
        for (var at = -1; slot.Next(row, ref at) is { } candidate;)
        {
            if (candidate.TryInstant(row, out milliseconds))
            {
                return candidate.Origin;
            }
        }

        milliseconds = 0;
        return ValueOrigin.None;
    }

    private static bool IsReal(ValueOrigin origin) => origin is ValueOrigin.Field or ValueOrigin.Description or ValueOrigin.Other;

    private static StartSource Source(ValueOrigin origin) => origin switch
    {
        ValueOrigin.Field => StartSource.Field,
        ValueOrigin.Created => StartSource.Created,
        ValueOrigin.Completed => StartSource.Completed,
        ValueOrigin.Subject => StartSource.Subject,
        ValueOrigin.Description => StartSource.Description,
        ValueOrigin.DateOnly => StartSource.DateOnly,
        _ => StartSource.Other,
    };
}
