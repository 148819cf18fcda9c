using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Texts;

/// <summary>
/// A regex that can't hurt. It is tried with backtracking, the leanest way on the short texts of a Task: 0.1 to 2 µs, where the engine without backtracking needs 0.2 to
/// 40 µs if a group is wanted, and half a megabyte per pattern. A pattern that once takes long, and every long text, is left to that engine, or to a time-out that rejects
/// the row where the pattern needs backtracking. All of them find the same, so that which one it was can't be seen.
/// Text is made UTF-16 in a pooled buffer; a string is only made of texts whose group is wanted, and that match or most likely will.
/// </summary>
internal sealed class TimedRegex
{
    // UTF-16 units, four times what a Subject can hold: what grows with the square of the text stays below a few milliseconds. The time is long enough that a thread which
    // waits for its turn does not look like a pattern that takes long.
    private const int LongestForBacktracking = 1_000;
    private static readonly TimeSpan LongestBacktracking = TimeSpan.FromMilliseconds(100);

    private static readonly LetterSet DigitsOfAnyScript = new(LetterSet.Digits.Bits | LetterSet.Beyond.Bits);

    // Of 1,000,000 Tasks of many vendors a dozen patterns are asked so often: compiled they save 1 µs per Task, and take some 10 MB. At 200,000 compiling costs what it saves.
    private const int CompiledAfter = 100_000;

    private readonly RegexOptions options;
    private Regex backtracking;
    private readonly Lazy<Regex> bounded;
    private readonly PatternStart? start;
    private readonly PatternLiterals? literals;
    private readonly bool needsDigit;
    private readonly MapReason timedOut;
    private volatile bool backtracksLong;

    // Of the last texts more matched than not: the group is asked for at once, without the question whether there is one. A guess that costs nothing but time.
    private int mostlyMatches;
    private int runs;

    /// <exception cref="ArgumentException">The pattern is no regex.</exception>
    public TimedRegex(string pattern, bool exactCase, TimeSpan timeout, string field)
    {
        Pattern = pattern;
        options = RegexOptions.CultureInvariant | (exactCase ? RegexOptions.None : RegexOptions.IgnoreCase);
        backtracking = new Regex(pattern, options, timeout < LongestBacktracking ? timeout : LongestBacktracking);
        (start, literals, needsDigit) = (PatternStart.Of(pattern), PatternLiterals.Of(pattern), PatternDigits.AreNeeded(pattern));

        // Two milliseconds to make.
        bounded = new Lazy<Regex>(() => Bounded(pattern, options, timeout));
        timedOut = new MapReason(Staging.TaskDoor.Rejected, field, "regex", $"a regex took longer than {timeout.TotalMilliseconds:0} ms");
    }

    public string Pattern { get; }

    public int GroupNumber(string name) => backtracking.GroupNumberFromName(name);

    public int[] GroupNumbers() => backtracking.GetGroupNumbers();

    public bool IsMatch(scoped in RowContext row, ReadOnlySpan<byte> text, LetterSet letters) => MayMatch(text, letters) && Ask(row, text, static (regex, chars) => regex.IsMatch(chars));

    /// <summary>Number of matches that don't overlap.</summary>
    public int Count(scoped in RowContext row, ReadOnlySpan<byte> text, LetterSet letters) => MayMatch(text, letters) ? Ask(row, text, static (regex, chars) => regex.Count(chars)) : 0;

    /// <summary>The group of the first match as UTF-8, or empty.</summary>
    public ReadOnlySpan<byte> Capture(scoped in RowContext row, ReadOnlySpan<byte> text, LetterSet letters, int group)
    {
        if (!MayMatch(text, letters))
        {
            return default;
        }

        var match = mostlyMatches > 0
            ? Ask(row, text, static (regex, chars) => regex.Match(chars.ToString()))
            : Ask(row, text, static (regex, chars) => regex.IsMatch(chars) ? regex.Match(chars.ToString()) : null);
        if (match?.Success != true)
        {
            mostlyMatches = Math.Max(mostlyMatches - 1, -8);
            return default;
        }

        mostlyMatches = Math.Min(mostlyMatches + 1, 8);
        var capture = match.Groups[group];
        var room = row.Scratch.Reserve(capture.Length * 3);
        var length = System.Text.Encoding.UTF8.GetBytes(capture.ValueSpan, room);
        row.Scratch.GiveBack(room.Length - length);
        return room[..length];
    }

    private T? Ask<T>(scoped in RowContext row, ReadOnlySpan<byte> text, Func<Regex, ReadOnlySpan<char>, T> question)
    {
        var chars = row.Scratch.Transcode(text);
        if (!backtracksLong && chars.Length <= LongestForBacktracking)
        {
            if (++runs == CompiledAfter)
            {
                backtracking = new Regex(Pattern, options | RegexOptions.Compiled, backtracking.MatchTimeout);
            }

            try
            {
                return question(backtracking, chars);
            }
            catch (RegexMatchTimeoutException)
            {
                backtracksLong = true;
            }
        }

        try
        {
            return question(bounded.Value, chars);
        }
        catch (RegexMatchTimeoutException)
        {
            row.Scratch.Fault ??= timedOut;
            return default;
        }
    }

    // Settles most texts before they are made UTF-16 for the regex.
    private bool MayMatch(ReadOnlySpan<byte> text, LetterSet letters) =>
        (!needsDigit || letters.HasAny(DigitsOfAnyScript)) && start?.MayMatch(text) != false && literals?.MayMatch(text, letters) != false;

    private static Regex Bounded(string pattern, RegexOptions options, TimeSpan timeout)
    {
        try
        {
            // Linear in the text: needs no time-out, so a busy machine can't change the outcome.
            return new Regex(pattern, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, options | RegexOptions.Compiled, timeout);
        }
    }
}
