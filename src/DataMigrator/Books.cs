using System.Globalization;

namespace DataMigrator;

/// <summary>The law of conservation: what a stage read is what left it through its doors plus what is left. And what follows for the exit code.</summary>
internal static class Books
{
    /// <summary>Exit code and the sentences that explain it.</summary>
    public static BooksVerdict Judge(MigrationResult result, Tolerance maxRejected, Tolerance maxFailed)
    {
        var sentences = new List<string>();
        var balance = Check(result, sentences);
        var differences = Differences(result, sentences);
        var beyond = Beyond(result, maxRejected, maxFailed, sentences);
        return new BooksVerdict(balance, !balance || differences ? 3 : beyond ? 2 : 0, sentences);
    }

    private static bool Check(MigrationResult result, List<string> sentences)
    {
        var before = sentences.Count;
        sentences.AddRange(StageBooks.Of(result).Where(books => !books.Balances).Select(Unbalanced));

        // Loading's doors and the calls that reconciliation expected were counted apart. What failed or is left may be in the target too, as it was before.
        if (LoadedAndReconciledTogether(result) && result is { Loading: { } sent, Reconciliation: { } compared })
        {
            var there = (result.Executed ? sent.Created : 0) + sent.Updated + sent.Replaced + sent.Unchanged + sent.Blocked - sent.Native;
            if (compared.Read < there || compared.Read > there + sent.Failed + sent.Left)
            {
                sentences.Add(Invariant($"Loading's doors put {there:N0} calls into the target, but reconciliation expected {compared.Read:N0} there."));
            }
        }

        if (result.Extraction is { } from && result.Mapping is { } to && from.Read != to.Read)
        {
            sentences.Add(Invariant($"{from.Read:N0} rows were extracted, but {to.Read:N0} came to mapping."));
        }

        if (result.Mapping is { } mapped && result.Loading is { } loaded && mapped.Mapped + mapped.Relinked != loaded.Read)
        {
            sentences.Add(Invariant($"{mapped.Mapped:N0} calls were mapped, but {loaded.Read:N0} came to loading."));
        }

        return sentences.Count == before;
    }

    private static string Unbalanced(StageBooks books) => books.Stage == "extraction"
        ? Invariant($"Extraction: the org counts {books.Read:N0} rows, {books.Sum:N0} were read or are left, and nothing explains the difference.")
        : Invariant($"The books of {books.Stage} do not balance: {books.Read:N0} came in, which is not {string.Join(" + ", books.Doors.Select(door => Invariant($"{door.Count:N0} {door.Name}")))} + {books.Left:N0} left.");

    /// <summary>Other commands show one of the two as an earlier one left it.</summary>
    private static bool LoadedAndReconciledTogether(MigrationResult result) => result.Command == "run" || (result.Command == "retry" && result.Executed);

    private static bool Differences(MigrationResult result, List<string> sentences)
    {
        if (result.Reconciliation is not { } found || result.OpenFindings is null or 0)
        {
            return false;
        }

        var next = found is { Mismatched: 0, Missing: 0 } ? "it says of each why and what can be done"
            : result.Command == "repair" ? "what repair can't put right is for people to decide"
            : $"'repair --run {result.RunId}' sends again what can be put right";
        sentences.Add(Invariant($"Reconciliation found differences that nothing explains: {result.OpenFindings:N0} (calls mismatched: {found.Mismatched:N0}, missing: {found.Missing:N0}, extra: {found.Extra:N0}). findings.csv lists them; {next}."));
        return true;
    }

    private static bool Beyond(MigrationResult result, Tolerance maxRejected, Tolerance maxFailed, List<string> sentences)
    {
        var before = sentences.Count;
        if (result.Mapping is { } mapping && maxRejected.IsExceededBy(mapping.Rejected, mapping.Read))
        {
            sentences.Add(Invariant($"{mapping.Rejected:N0} of {mapping.Read:N0} rows were rejected, more than the tolerated {maxRejected} (--max-rejected). rejected.csv says why."));
        }

        if (result.Loading is { } loading && maxFailed.IsExceededBy(loading.Failed, loading.Read))
        {
            sentences.Add(Invariant($"{loading.Failed:N0} calls failed, more than the tolerated {maxFailed} (--max-failed). failed.csv says why; mend the cause, then 'retry --run {result.RunId}'."));
        }

        if (result is { Executed: true, Loading.Left: > 0 })
        {
            sentences.Add(Invariant($"{result.Loading.Left:N0} calls are left; {(result.Command == "reconcile" ? $"'load --run {result.RunId}'" : "the same command")} goes on with them."));
        }

        return sentences.Count > before;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Do the books balance, what to exit with, and why.</summary>
internal sealed record BooksVerdict(bool Balance, int ExitCode, IReadOnlyList<string> Sentences);
