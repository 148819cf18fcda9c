namespace DataMigrator.Cli.Configuration;

/// <summary>The known word that was probably meant: the one with the fewest edits, if they are few.</summary>
internal static class NearestText
{
    /// <returns>Null if nothing is near: more than a third of the letters would have to change.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var best = known.Select(candidate => (candidate, edits: Distance(candidate.ToUpperInvariant(), word.ToUpperInvariant()))).MinBy(pair => pair.edits);
        return best.candidate is not null && best.edits <= Math.Max(2, word.Length / 3) ? best.candidate : null;
    }

    /// <summary>Levenshtein distance.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
