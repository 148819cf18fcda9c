using System.Buffers;
using System.Text;
using System.Text.Json;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Tests.Org;

/// <summary>An org of its own for every test.</summary>
internal abstract class OrgFixture
{
    protected FixedClock Clock { get; private set; } = null!;

    protected EmbeddedOrg Org { get; private set; } = null!;

    private string folder = "";

    protected virtual EmulatorOptions Options => new() { Tasks = 60, Seed = 3, Profile = "mixed" };

    [SetUp]
    public void OpenOrg()
    {
        Clock = new FixedClock();
        folder = Directory.CreateTempSubdirectory("embedded-org-").FullName;
        Org = EmbeddedOrg.Open(Options with { TimeProvider = Clock }, folder);
    }

    [TearDown]
    public void CloseOrg()
    {
        Org.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    protected SaveOutcome[] Save(string sobject, SaveOperation operation, string? key, string[] columns, params string[][] rows)
    {
        var binding = Org.Bind(sobject, operation, key, columns);
        var outcomes = new SaveOutcome[rows.Length];
        binding.SaveChunk([.. rows.Select(Row)], outcomes);
        return outcomes;
    }

    protected static RowBuffer Row(string[] values)
    {
        var row = new RowBuffer();
        foreach (var value in values)
        {
            row.Add(Encoding.UTF8.GetBytes(value));
        }

        return row;
    }

    /// <summary>Rows as CSV, without the line ends.</summary>
    protected string[] Csv(string soql, QueryScope scope = QueryScope.Rest)
    {
        var result = Org.Query(soql, scope);
        return [.. Enumerable.Range(0, result.Count).Select(i =>
        {
            var output = new ArrayBufferWriter<byte>();
            result.WriteCsvRow(i, output, (byte)',', crlf: false);
            return Encoding.UTF8.GetString(output.WrittenSpan).TrimEnd('\n');
        })];
    }

    protected string Json(string soql, QueryScope scope = QueryScope.Rest) => Write(writer => Org.Query(soql, scope).WriteJsonRecord(0, "66.0", writer));

    protected static string Write(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
