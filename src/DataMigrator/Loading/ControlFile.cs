using System.Globalization;

namespace DataMigrator.Loading;

/// <summary>What the operator wants of a running load.</summary>
/// <param name="RowsPerSecond">Null = as fast as it goes.</param>
internal readonly record struct ControlWish(bool Paused, double? RowsPerSecond);

/// <summary>
/// <c>&lt;staging file&gt;.control</c>: the operator's hand on a running load. Words, one per line, the last of its kind counts:
/// <c>pause</c>, <c>resume</c>, <c>rows-per-second 500</c>, <c>rows-per-second off</c>. No file = full speed. Read before every job; jobs that the org has stay there.
/// </summary>
internal sealed class ControlFile(string stagingPath)
{
    public string Path { get; } = stagingPath + ".control";

    /// <exception cref="InvalidDataException">A word that means nothing here: better to stop than to run on against the operator's wish.</exception>
    public ControlWish Read()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path);
        }
        catch (FileNotFoundException)
        {
            return default;
        }

        var wish = default(ControlWish);
        foreach (var line in lines)
        {
            wish = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
            {
                [] => wish,
                ["pause"] => wish with { Paused = true },
                ["resume"] => wish with { Paused = false },
                ["rows-per-second", "off"] => wish with { RowsPerSecond = null },
                ["rows-per-second", var number] when double.TryParse(number, CultureInfo.InvariantCulture, out var rate) && rate > 0 => wish with { RowsPerSecond = rate },
                _ => throw new InvalidDataException(
                    $"{Path} holds '{line}'. Known are: pause, resume, rows-per-second N, rows-per-second off."),
            };
        }

        return wish;
    }
}
