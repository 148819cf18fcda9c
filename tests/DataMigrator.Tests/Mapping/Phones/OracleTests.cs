using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DataMigrator.Mapping.Phones;

namespace DataMigrator.Tests.Mapping.Phones;

/// <summary>Our parser against libphonenumber-js, on the numbers of oracle.csv (made by scripts/phones/oracle.js).</summary>
public sealed class OracleTests
{
    private static readonly IReadOnlyList<Row> Rows = Read();

    [Test]
    public void The_oracle_speaks_of_many_numbers_of_many_regions()
    {
        var regions = Rows.Where(row => row.Valid).Select(row => Region(row.E164)).Distinct(StringComparer.Ordinal).Count();
        Assert.That(Rows, Has.Count.GreaterThanOrEqualTo(12_000));
        Assert.That(regions, Is.GreaterThanOrEqualTo(45));
    }

    [Test]
    public void Valid_numbers_are_read_as_the_oracle_reads_them()
    {
        var valid = Rows.Where(row => row.Valid).ToList();
        var wrong = valid.Where(row => Ours(row, PhoneAcceptance.Assigned) != (row.E164, row.Extension)).ToList();
        TestContext.Out.WriteLine(Figures("valid", valid.Count, wrong));
        Assert.That(wrong, Has.Count.LessThanOrEqualTo(valid.Count / 100), Figures("valid", valid.Count, wrong));
    }

    [TestCase(PhoneAcceptance.Assigned)]
    [TestCase(PhoneAcceptance.Possible)]
    public void No_number_is_made_of_what_the_oracle_calls_invalid(object acceptance)
    {
        var invalid = Rows.Where(row => !row.Valid).ToList();
        var invented = invalid.Where(row => Ours(row, (PhoneAcceptance)acceptance).E164 is { Length: > 0 } ours && ours != row.E164).ToList();
        var accepted = invalid.Count(row => Ours(row, (PhoneAcceptance)acceptance).E164.Length > 0);
        TestContext.Out.WriteLine($"{Figures("invalid", invalid.Count, invented)}; accepted all the same: {accepted}");
        Assert.That(invented, Is.Empty, Figures("invalid", invalid.Count, invented));
        if ((PhoneAcceptance)acceptance == PhoneAcceptance.Assigned)
        {
            Assert.That(accepted, Is.Zero);
        }
    }

    private static (string E164, string Extension) Ours(Row row, PhoneAcceptance acceptance)
    {
        var region = PhoneRegion.Parse(row.Region);
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        var result = PhoneNumberParser.Parse(Encoding.UTF8.GetBytes(row.Text), region, buffer, acceptance);
        return result.IsNumber ? (Encoding.ASCII.GetString(result.Text(buffer)), Encoding.ASCII.GetString(result.Extension(buffer))) : (string.Empty, string.Empty);
    }

    private static string Region(string e164)
    {
        Span<byte> buffer = stackalloc byte[PhoneNumberParser.BufferSize];
        return PhoneNumberParser.Parse(Encoding.UTF8.GetBytes(e164), PhoneRegion.None, buffer).Region.Code;
    }

    private static string Figures(string what, int count, IReadOnlyCollection<Row> wrong)
    {
        var share = count == 0 ? 0 : 100.0 * (count - wrong.Count) / count;
        var lines = wrong.Take(25).Select(row => $"  {row} ours: {Ours(row, PhoneAcceptance.Assigned)}");
        return string.Create(CultureInfo.InvariantCulture, $"{count} {what} numbers, {wrong.Count} differ, agreement {share:F2} %\n{string.Join('\n', lines)}");
    }

    private static List<Row> Read([CallerFilePath] string here = "")
    {
        var rows = new List<Row>();
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "oracle.csv")).Skip(1))
        {
            // Only the first column is ever quoted, and never holds a quote.
            var end = line.StartsWith('"') ? line.LastIndexOf('"') + 1 : line.IndexOf(',', StringComparison.Ordinal);
            var rest = line[(end + 1)..].Split(',');
            rows.Add(new Row(line[..end].Trim('"'), rest[0], rest[1], rest[2] == "1", rest[3], rest[4]));
        }

        return rows;
    }

    private sealed record Row(string Text, string Region, string Form, bool Valid, string E164, string Extension);
}
