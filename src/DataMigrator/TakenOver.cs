using DataMigrator.Staging;

namespace DataMigrator;

/// <summary>What to say to somebody who names a run whose calls, or some of them, another run has taken over: the commands that do what was asked for.</summary>
internal static class TakenOver
{
    /// <param name="command">What was asked for, of <paramref name="run"/>.</param>
    /// <param name="owner">The run that answers for the calls now.</param>
    public static string Advice(string command, RunRecord run, RunRecord owner) =>
        $"Run {owner.Id}{(owner.Executed ? "" : ", a dry run,")} has read Tasks of run {run.Id} again and answers for their calls now. {OnOwner(command, owner)} "
        + $"For all that run {run.Id} was about: {Anew(run)} --execute. It sends only what is not in place.";

    /// <summary>A dry run has a plan in which everything stands that was not in the target, or otherwise; nothing of it has failed, and nothing can be repaired.</summary>
    private static string OnOwner(string command, RunRecord owner) => (command, owner.Executed) switch
    {
        ("load" or "retry" or "repair", false) => $"To send what its plan holds, what failed or was left before included: load --run {owner.Id} --execute (without --execute it shows the plan).",
        _ => $"For those: {command} --run {owner.Id}.",
    };

    /// <summary>The range as a command. That of an incremental run is by changes, not by dates, and its next one goes on after it.</summary>
    private static string Anew(RunRecord run) => run.RangeField != "CreatedDate"
        ? "run"
        : $"run{(run.From is { } from ? $" --from {Instants.Text(from)}" : "")}{(run is { To: { } to, OpenEnd: false } ? $" --to {Instants.Text(to)}" : "")}{(run.Limit is { } limit ? FormattableString.Invariant($" --limit {limit}") : "")}";
}
