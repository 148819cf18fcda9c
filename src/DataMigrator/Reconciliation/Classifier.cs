using DataMigrator.Staging;
using DataMigrator.Target;

namespace DataMigrator.Reconciliation;

/// <summary>Says why a call differs, in the order of certainty: somebody else edited it; we loaded it wrong; the mapping changed; the Task changed; our own user edited it.</summary>
internal sealed class Classifier(RunFacts facts, TaskDates dates, Editors editors)
{
    /// <summary>The end of a job on two clocks may lie apart so far; seconds.</summary>
    private const int Slack = 2;

    /// <summary>Class, status and note for the differences of one call in what can be set on create only, or in what can be changed.</summary>
    /// <param name="updateable">Which of the two.</param>
    public (string Class, string Status, string? Note) Of(StagedCalls call, in TargetRow row, bool updateable)
    {
        var blocked = !updateable && call.IsBlocked;
        var (name, note) = Why(call, row, blocked);
        var planned = !facts.Executed && call is { State: CallState.Pending or CallState.Unchanged, Plan: CallPlan.Update or CallPlan.UpdateInPart or CallPlan.Replace };
        var failed = call.State is CallState.Failed or CallState.Retry;
        return blocked ? (name, Finding.Explained, Join("blocked: create-only data differ, and replacing was not allowed", note))
            : planned ? (name, Finding.Explained, Join($"planned: an executed run would {(call.Plan == CallPlan.Replace ? "replace" : "update")} it", note))
            : call.IsKept && name == FindingClass.EditedSince ? (name, Finding.Explained, Join("kept: its Task has not changed since it was loaded", note))
            : failed ? (name, Finding.Explained, Join("loading failed: see failed.csv", note))
            : (name, Finding.Open, note);
    }

    /// <param name="blocked">What is asked about was set when the call was created, and an update since says nothing of it.</param>
    private (string Class, string? Note) Why(StagedCalls call, in TargetRow row, bool blocked)
    {
        if (!facts.IsUser(row.LastModifiedById))
        {
            return (FindingClass.EditedSince, Edited(row));
        }

        if ((!blocked || call.CreatedRun == facts.Number) && LoadedByThisRun(call, out var ended))
        {
            return ended is { } end && row.LastModified > end + Slack ? (FindingClass.EditedSince, Edited(row)) : (FindingClass.WrongAtLoad, null);
        }

        if (facts.MadeByAnotherMapping(call.CreatedRun))
        {
            return (FindingClass.MappingChanged, $"made by another mapping version (run number {call.CreatedRun})");
        }

        if (dates.ChangedAfter(row.TaskId, blocked ? row.Created : row.LastModified) is { } changed)
        {
            return (FindingClass.SourceChanged, $"the Task was changed at {Iso8601.Format(changed)}");
        }

        return !blocked && !row.IsAsCreated && row.LastModified != call.Stamp ? (FindingClass.EditedSince, Edited(row)) : (FindingClass.WrongAtLoad, null);
    }

    /// <summary>True if only the Task's own dates can tell: ask the source for them before classifying.</summary>
    public bool NeedsDates(StagedCalls call, in TargetRow row) =>
        facts.IsUser(row.LastModifiedById) && (call.IsBlocked || !LoadedByThisRun(call, out _)) && !facts.MadeByAnotherMapping(call.CreatedRun);

    private bool LoadedByThisRun(StagedCalls call, out long? ended) =>
        (facts.IsOurJob(call.Job, out ended) && call.State is CallState.Created or CallState.Updated or CallState.Replaced) || call.CreatedRun == facts.Number;

    private string Edited(in TargetRow row) => $"edited by {editors.Describe(row.LastModifiedById)} at {Iso8601.Format(row.LastModified)}";

    private static string Join(string first, string? second) => second is null ? first : $"{first}; {second}";
}
