namespace DataMigrator.Reporting;

/// <summary>What to do after a run, in sentences that name the command.</summary>
internal static class NextSteps
{
    /// <param name="openFindings">Findings with status open; null if not known (the result's own figures are used).</param>
    public static IReadOnlyList<string> Of(string runId, MigrationResult result, string state = "finished", long? openFindings = null)
    {
        List<string> steps = [];
        var differences = openFindings ?? result.OpenFindings ?? (result.Reconciliation is { } r ? r.Mismatched + r.Missing + r.Extra : 0);
        if (state is "interrupted" or "failed" or "running" || ((result.ExitCode == 130 || result.Stopped is not null) && state is not ("superseded" or "rolled back")))
        {
            steps.Add("Give the same command again: it goes on where this run stopped.");
        }

        if (state is "superseded")
        {
            steps.Add("Give the same command again: it begins anew and reads its whole range, because another run has mapped newer copies since.");
        }

        if (result.Loading is { Failed: > 0 } failed && result.Executed)
        {
            var code = failed.Errors.Count > 0 ? $" (most often {failed.Errors[0].Code})" : "";
            steps.Add($"Mend the cause of the failures{code}, then send them again: datamigrator retry --run {runId}");
            steps.AddRange(failed.Errors.Select(error => FailureAdvice.Of(error.Code)).OfType<string>().Distinct());
        }

        if (differences > 0)
        {
            steps.Add(result.Reconciliation is { Mismatched: 0, Missing: 0 }
                ? "Read the findings: they say why and what can be done. No call of this run differs or is missing, so there is nothing to repair."
                : result.Command == "repair" ? "Read the findings: what repair can't put right (edited since, extra, orphan) is for people to decide."
                : $"Read the findings, then put right what can be: datamigrator repair --run {runId}");
        }

        if (result.Mapping is { Rejected: > 0 } rejected)
        {
            var top = rejected.Reasons.FirstOrDefault(x => x.Kind == "rejected");
            steps.Add("Look at rejected.csv" + (top is null ? "" : $" (first cause: {top.Field}, {top.Reason})") + "; extend the mapping and run again: what is done already stays untouched.");
        }

        if (result.Loading is { Blocked: > 0 } or { UpdatedInPart: > 0 })
        {
            const string Accept = "Blocked fields are those that Salesforce never changes after creation: accept what they hold, or ";
            steps.Add(Accept + (result.Executed
                ? $"delete those calls and create them again, which shows first what it does: datamigrator load --run {runId} --on-create-only-change replace"
                : "give the same command with --on-create-only-change replace, which deletes those calls and creates them again."));
        }

        // Retry and repair say themselves what they would send: loading's books are those of the run they mend.
        if (!result.Executed && result.Command is not ("retry" or "repair") && result.Loading is { } plan && plan.Created + plan.Updated + plan.Replaced > 0 && state == "finished")
        {
            steps.Add("If the plan is right, give the same command with --execute.");
        }

        // Load ends with loading: what the target held before it says nothing of what it holds now.
        if (result is { Executed: true, Command: "load", Loading: { } loaded } && loaded.Created + loaded.Updated + loaded.Replaced > 0)
        {
            steps.Add($"This command does not read back what it sent: datamigrator reconcile --run {runId}");
        }

        if (result is { Executed: true, Limit: not null, Loading.Created: > 0, Command: "run" or "load" })
        {
            steps.Add($"This was a canary: look at its calls in Salesforce, then run without --limit. To take them back: datamigrator rollback --run {runId} --execute");
        }

        if (steps.Count == 0)
        {
            steps.Add(
                result.Extraction is { Read: 0 } ? "No Task is in this range: there is nothing to do. If there should be some, look at --from, --to and the filter of the mapping."
                : result.Executed ? $"Nothing is left to do. Keep the report and its sign-off number. To see later whether it is as it was written: datamigrator report --run {runId} --verify"
                : "Nothing is left to do.");
        }

        return steps;
    }
}
