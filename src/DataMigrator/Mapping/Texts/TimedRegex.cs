using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Texts;

/// <summary>
/// A regex that can't hurt: without backtracking where the pattern allows, else with a time-out that rejects the row.
/// Text is made UTF-16 in a pooled buffer; a string is only made of texts that match and whose group is wanted.
/// </summary>
internal sealed class TimedRegex
{
    private readonly Lazy<Regex> matcher;
    private readonly Regex parsed;
    private readonly PatternStart? start;
    private readonly PatternLiterals? literals;
    private readonly MapReason timedOut;

    /// <exception cref="ArgumentException">The pattern is no regex.</exception>
    public TimedRegex(string pattern, bool exactCase, TimeSpan timeout, string field)
    {
        Pattern = pattern;
        var options = RegexOptions.CultureInvariant | (exactCase ? RegexOptions.None : RegexOptions.IgnoreCase);
        parsed = new Regex(pattern, options, timeout);
        (start, literals) = (PatternStart.Of(pattern), PatternLiterals.Of(pattern));

        // Half a megabyte and two milliseconds each: most patterns of a mapping never meet a text that they are asked about.
        matcher = new Lazy<Regex>(() => Matcher(pattern, options, timeout));
        timedOut = new MapReason(Staging.TaskDoor.Rejected, field, "regex", $"a regex took longer than {timeout.TotalMilliseconds:0} ms");
    }

    public string Pattern { get; }

    public int GroupNumber(string name) => parsed.GroupNumberFromName(name);

    public int[] GroupNumbers() => parsed.GetGroupNumbers();

    public bool IsMatch(scoped in RowContext row, ReadOnlySpan<byte> text)
    {
        if (!MayMatch(text))
        {
            return false;
        }

        try
        {
            return matcher.Value.IsMatch(row.Scratch.Transcode(text));
        }
        catch (RegexMatchTimeoutException)
        {
            row.Scratch.Fault ??= timedOut;
            return false;
        }
    }

    /// <summary>Number of matches that don't overlap.</summary>
    public int Count(scoped in RowContext row, ReadOnlySpan<byte> text)
    {
        if (!MayMatch(text))
        {
            return 0;
        }

        try
        {
            return matcher.Value.Count(row.Scratch.Transcode(text));
        }
        catch (RegexMatchTimeoutException)
        {
            row.Scratch.Fault ??= timedOut;
            return 0;
        }
    }

    /// <summary>The group of the first match as UTF-8, or empty.</summary>
    public ReadOnlySpan<byte> Capture(scoped in RowContext row, ReadOnlySpan<byte> text, int group)
    {
        if (!MayMatch(text))
        {
            return default;
        }

        try
        {
            var chars = row.Scratch.Transcode(text);
            if (!matcher.Value.IsMatch(chars))
            {
                return default;
            }

            var capture = matcher.Value.Match(chars.ToString()).Groups[group];
            var room = row.Scratch.Reserve(capture.Length * 3);
            var length = System.Text.Encoding.UTF8.GetBytes(capture.ValueSpan, room);
            row.Scratch.GiveBack(room.Length - length);
            return room[..length];
        }
        catch (RegexMatchTimeoutException)
        {
            row.Scratch.Fault ??= timedOut;
            return default;
        }
    }

    // Settles most texts before they are made UTF-16 for the regex.
    private bool MayMatch(ReadOnlySpan<byte> text) => start?.MayMatch(text) != false && literals?.MayMatch(text) != false;

    private static Regex Matcher(string pattern, RegexOptions options, TimeSpan timeout)
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
