using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Target;
using Salesforce.Force.Rest;

namespace DataMigrator.Reconciliation;

/// <summary>
/// Compares a call as mapped with its VoiceCall, field by field, and counts per field what was equal, normalised, different. Written on its own, not shared with
/// loading: a check that uses the loader's own comparison agrees with the loader's mistakes.
/// </summary>
internal sealed class FieldCheck
{
    public const string PreviousCallId = "PreviousCallId";

    private readonly IReadOnlyList<TargetField> fields;
    private readonly Rule[] rules;
    private readonly FieldBooks[] books;
    private readonly bool chained;

    /// <param name="staged">Fields of the payload in its order: those of the recorded mapping, which may be older than the one in use.</param>
    public FieldCheck(ICompiledMapping mapping, SObjectDescribe describe, TargetColumns columns, IReadOnlyList<string> staged)
    {
        fields = mapping.TargetFields;
        chained = columns.PreviousCallId >= 0;
        var access = new FieldAccess(describe);
        rules = [.. fields.Select((field, i) => Rule.Of(describe.Field(field.Name), access, columns.Of(i), ExpectedStatistics.IndexOf(staged, field.Name), chained))];
        books = [.. fields.Select(_ => new FieldBooks())];
    }

    /// <summary>What differed in the newest comparison, and what was stored in another form.</summary>
    public List<FieldDifference> Differences { get; } = [];

    /// <param name="parent">Task id of the previous leg; empty if none.</param>
    /// <param name="parentCallId">Its VoiceCall id; empty if not known.</param>
    /// <returns>True if every field agrees.</returns>
    public bool Agrees(PayloadValues values, in TargetRow found, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> parentCallId)
    {
        Differences.Clear();
        var agrees = true;
        for (var i = 0; i < rules.Length; i++)
        {
            if (!rules[i].Compared)
            {
                continue;
            }

            var expected = values[rules[i].Staged];
            var verdict = expected.IsEmpty && rules[i].NullMeansAny ? FieldVerdict.Equal : FieldComparer.Compare(fields[i], expected, found[i]);
            if (verdict != FieldVerdict.Equal)
            {
                Differences.Add(new(fields[i].Name, Text(expected), Text(found[i]), verdict == FieldVerdict.Normalised, rules[i].Updateable));
                agrees &= verdict == FieldVerdict.Normalised;
            }
        }

        if (chained && !parent.IsEmpty && !found.Follows(parentCallId))
        {
            Differences.Add(new(PreviousCallId, Text(parentCallId.IsEmpty ? parent : parentCallId), Text(found.PreviousCallId), Normalised: false, Updateable: false));
            agrees = false;
        }

        return agrees;
    }

    /// <summary>Adds the newest comparison to the books per field; call it once per call, after suspects were read again.</summary>
    public void Count()
    {
        for (var i = 0; i < rules.Length; i++)
        {
            books[i].Compared += rules[i].Compared ? 1 : 0;
        }

        foreach (var difference in Differences)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                if (fields[i].Name == difference.Field)
                {
                    books[i].Normalised += difference.Normalised ? 1 : 0;
                    books[i].Different += difference.Normalised ? 0 : 1;
                }
            }
        }
    }

    /// <summary>Per field: compared, normalised, different, its tolerance, or that it can't be compared.</summary>
    public IEnumerable<Statistic> ToStatistics()
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (!rules[i].Compared)
            {
                yield return new(StatisticSections.Field, fields[i].Name, rules[i].Reason, 0);
                continue;
            }

            yield return new(StatisticSections.Field, fields[i].Name, "compared", books[i].Compared);
            yield return new(StatisticSections.Field, fields[i].Name, "normalised", books[i].Normalised);
            yield return new(StatisticSections.Field, fields[i].Name, "different", books[i].Different);
            yield return new(StatisticSections.Field, fields[i].Name, "tolerance", (long)fields[i].Tolerance);
        }
    }

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : Encoding.UTF8.GetString(value);

    private sealed class FieldBooks
    {
        public long Compared { get; set; }

        public long Normalised { get; set; }

        public long Different { get; set; }
    }

    private readonly record struct Rule(int Staged, bool NullMeansAny, bool Updateable, string Reason)
    {
        public bool Compared => Reason.Length == 0;

        public static Rule Of(FieldDescribe? described, FieldAccess access, int column, int staged, bool chained)
        {
            var reason = described is null || column < 0 ? "not in the target"
                : staged < 0 ? "not in the recorded mapping"
                : chained && string.Equals(described.Name, PreviousCallId, StringComparison.OrdinalIgnoreCase) ? "compared as chain"
                : !access.IsWritable(described) ? "not writable"
                : "";

            // Where the org fills in a value of its own (OwnerId, checkboxes), sending nothing is no expectation.
            return new(staged, described is { } d && (d.DefaultedOnCreate || !d.Nillable), described is not null && access.IsUpdateable(described), reason);
        }
    }
}

/// <summary>One field that is not byte for byte as expected. Null = empty.</summary>
/// <param name="Normalised">The same value in the target's own form: no difference that counts.</param>
internal sealed record FieldDifference(string Field, string? Expected, string? Found, bool Normalised, bool Updateable);
