using System.Text;

namespace DataMigrator.EndToEnd.RealClients;

/// <summary>CSV files that go into clients and come out of them (RFC 4180), read and written by neither the migrator nor the embedded org.</summary>
internal static class CsvFile
{
    /// <summary>All records, the header first; instants in the form of <see cref="OrgReader.Plain"/>.</summary>
    public static IReadOnlyList<string[]> Read(string path)
    {
        var text = File.ReadAllText(path);
        var records = new List<string[]>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    EndField();
                    break;
                case '\n' when !quoted:
                    EndField();
                    records.Add([.. fields]);
                    fields.Clear();
                    break;
                default:
                    field.Append(text[i]);
                    break;
            }
        }

        Assert.That(quoted, Is.False, $"{path} ends inside a quoted value");
        if (fields.Count > 0 || field.Length > 0)
        {
            EndField();
            records.Add([.. fields]);
        }

        return records;

        void EndField()
        {
            fields.Add(OrgReader.Plain(field.ToString()));
            field.Clear();
        }
    }

    public static void Write(string path, string header, IEnumerable<string[]> records)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine(header);
        foreach (var record in records)
        {
            writer.WriteLine(string.Join(',', record.Select(v => v.AsSpan().IndexOfAny(",\"\n") < 0 ? v : $"\"{v.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        }
    }
}
