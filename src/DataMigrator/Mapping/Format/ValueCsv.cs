using System.Text;

namespace DataMigrator.Mapping.Format;

/// <summary>A value list as CSV: two columns, "from" and "to", with a header; quotes as in RFC 4180. Read once per run and small.</summary>
internal static class ValueCsv
{
    public static ValueFile Read(YamlNode named, string name, string text, DiagnosticBag diagnostics)
    {
        var rows = new List<KeyValuePair<string, string>>();
        var line = 0;
        foreach (var record in Records(text))
        {
            line++;
            if (record.Count == 1 && record[0].Length == 0)
            {
                continue;
            }

            if (record.Count < 2)
            {
                diagnostics.Error(named, $"{named.Text}, record {line}: expected two columns, the value as it comes and the value it becomes; found one.");
            }
            else if (line > 1)
            {
                rows.Add(new(record[0].Trim(), record[1].Trim()));
            }
        }

        return new ValueFile(name, text, rows);
    }

    private static IEnumerable<List<string>> Records(string text)
    {
        var record = new List<string>();
        var value = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                value.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c == ',')
            {
                record.Add(value.ToString());
                value.Clear();
            }
            else if (!quoted && c == '\n')
            {
                record.Add(value.ToString());
                value.Clear();
                yield return record;
                record = [];
            }
            else if (c != '\r' && c != '\uFEFF')
            {
                value.Append(c);
            }
        }

        if (value.Length > 0 || record.Count > 0)
        {
            record.Add(value.ToString());
            yield return record;
        }
    }
}
