using System.Text;

namespace DataMigrator.Reporting;

/// <summary>A sentence on a terminal: lines that break between words.</summary>
internal static class WrappedText
{
    /// <param name="width">Columns at most; a longer word stands alone on its line.</param>
    /// <param name="indent">What lines after the first begin with.</param>
    /// <param name="first">What the first begins with.</param>
    public static IEnumerable<string> Of(string text, int width, string indent = "  ", string first = "")
    {
        var (line, begin) = (new StringBuilder(first), first.Length);
        foreach (var word in text.Split(' '))
        {
            if (line.Length > begin && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(indent).Append(word);
                begin = 0;
            }
            else
            {
                line.Append(line.Length == begin ? "" : " ").Append(word);
            }
        }

        yield return line.ToString();
    }
}
