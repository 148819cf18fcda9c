using System.Text.RegularExpressions;
using DataMigrator.Mapping.Rules;

namespace DataMigrator.Mapping.Texts;

/// <summary>
/// A regex that can't hurt: without backtracking where the pattern allows, else with a time-out that rejects the row.
/// Text is made UTF-16 in a pooled buffer; a string is only made of texts that match and whose group is wanted.
/// </summary>
internal sealed class TimedRegex
{
    private readonly Regex regex;
    private readonly MapReason timedOut;

    /// <exception cref="ArgumentException">The pattern is no regex.</exception>
    public TimedRegex(string pattern, bool exactCase, TimeSpan timeout, string field)
    {
        Pattern = pattern;
        var options = RegexOptions.CultureInvariant | (exactCase ? RegexOptions.None : RegexOptions.IgnoreCase);
        try
        {
            // Linear in the text: needs no time-out, so a busy machine can't change the outcome.
            regex = new Regex(pattern, options | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
            IsLinear = true;
        }
        catch (NotSupportedException)
        {
            regex = new Regex(pattern, options | RegexOptions.Compiled, timeout);
        }

        timedOut = new MapReason(Staging.TaskDoor.Rejected, field, "regex", $"a regex took longer than {timeout.TotalMilliseconds:0} ms");
    }

    public string Pattern { get; }

    /// <summary>Whether it runs in linear time.</summary>
    public bool IsLinear { get; }

    public int GroupNumber(string name) => regex.GroupNumberFromName(name);

    public int[] GroupNumbers() => regex.GetGroupNumbers();

    public bool IsMatch(scoped in RowContext row, ReadOnlySpan<byte> text)
    {
        try
        {
            return regex.IsMatch(row.Scratch.Transcode(text));
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
        try
        {
            return regex.Count(row.Scratch.Transcode(text));
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
        try
        {
            var chars = row.Scratch.Transcode(text);
            if (!regex.IsMatch(chars))
            {
                return default;
            }

            var capture = regex.Match(chars.ToString()).Groups[group];
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
}
