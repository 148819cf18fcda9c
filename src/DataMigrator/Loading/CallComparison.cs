using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Target;
using Salesforce.Force.Rest;

namespace DataMigrator.Loading;

/// <summary>
/// Decides what a mapped call that is in the target needs. What may change after insert is read from describe: VoiceCall is nearly write-once
/// (Object Reference, VoiceCall: only ActivityId, CallResolution, Description, OwnerId, … and custom fields are updateable). Reused, not thread-safe.
/// </summary>
internal sealed class CallComparison
{
    private readonly IReadOnlyList<TargetField> fields;
    private readonly Comparing[] comparing;
    private readonly bool mayReplace;
    private readonly List<Difference> differences = [];

    public CallComparison(ICompiledMapping mapping, SObjectDescribe describe, MigrationSettings settings)
    {
        fields = mapping.TargetFields;
        var access = new FieldAccess(describe);
        comparing = [.. fields.Select(field => For(describe.Field(field.Name), access))];
        mayReplace = settings.MayReplace;

        // The chain is compared by parent, below: the mapping's own value of this field is not what was sent.
        var previous = JobRows.IndexOf(mapping, JobContent.PreviousCallId);
        if (previous >= 0 && mapping.Links is { Chain: true })
        {
            comparing[previous] = new Comparing(Skip: true, NullMeansAny: false, Updateable: false);
        }
    }

    /// <summary>What differed in the newest comparison.</summary>
    public IReadOnlyList<Difference> Differences => differences;

    /// <param name="parent">Task id of the previous leg; empty if none.</param>
    /// <param name="parentTargetId">Its VoiceCall id, as far as known; empty if not.</param>
    /// <returns>Unchanged, Update, UpdateInPart, Replace or Blocked.</returns>
    public CallPlan Compare(PayloadValues values, in TargetRow found, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> parentTargetId)
    {
        differences.Clear();
        var createOnly = false;
        for (var field = 0; field < comparing.Length; field++)
        {
            var rule = comparing[field];
            var expected = values[field];
            if (rule.Skip || (expected.IsEmpty && rule.NullMeansAny) || FieldComparer.Compare(fields[field], expected, found[field]) != FieldVerdict.Different)
            {
                continue;
            }

            createOnly |= !rule.Updateable;
            differences.Add(Difference.Of(fields[field].Name, found[field], expected, !rule.Updateable));
        }

        if (!parent.IsEmpty && !found.Follows(parentTargetId))
        {
            createOnly = true;

            // Its id is not known before it is there: then its Task says which call is meant.
            ReadOnlySpan<byte> previous = parentTargetId.IsEmpty ? [.. "the call of Task "u8, .. parent] : parentTargetId;
            differences.Add(Difference.Of(JobContent.PreviousCallId, found.PreviousCallId, previous, createOnly: true));
        }

        return differences.Count == 0 ? CallPlan.Unchanged
            : !createOnly ? CallPlan.Update
            : mayReplace ? CallPlan.Replace
            : differences.TrueForAll(difference => difference.CreateOnly) ? CallPlan.Blocked
            : CallPlan.UpdateInPart;
    }

    private static Comparing For(FieldDescribe? described, FieldAccess access)
    {
        if (described is null || !access.IsWritable(described))
        {
            return new Comparing(Skip: true, NullMeansAny: false, Updateable: false);
        }

        // Where the org fills in a value of its own (OwnerId, checkboxes), sending nothing is no opinion.
        return new Comparing(Skip: false, described.DefaultedOnCreate || !described.Nillable, access.IsUpdateable(described));
    }

    private readonly record struct Comparing(bool Skip, bool NullMeansAny, bool Updateable);
}
