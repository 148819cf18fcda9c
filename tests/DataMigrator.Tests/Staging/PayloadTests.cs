using System.Text;
using System.Text.Json;
using Dapper;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Tests.Staging;

/// <summary>Payloads as others see them (System.Text.Json, SQLite), and as we read them back.</summary>
internal sealed class PayloadTests
{
    private const string Task = "00T000000000001EAA";
    private const string User = "005000000000001AAA";

    private readonly PayloadWriter writer = new();
    private readonly PayloadValues values = new();

    [Test]
    public void A_value_that_repeats_is_written_as_the_number_of_its_place() =>
        Assert.That(Write(Task, null, User, Task, "2024-03-05T10:00:00.000Z", "Inbound", "Inbound", User), Is.EqualTo($"""["{Task}",null,"{User}",0,"2024-03-05T10:00:00.000Z","Inbound","Inbound",2]"""));

    [Test]
    public void Text_that_others_read_too_has_no_numbers()
    {
        var plain = new PayloadWriter(again: false);
        plain.Begin();
        plain.Append(Encoding.UTF8.GetBytes(Task), isNull: false);
        plain.Append(Encoding.UTF8.GetBytes(Task), isNull: false);
        Assert.That(Encoding.UTF8.GetString(plain.End()), Is.EqualTo($"""["{Task}","{Task}"]"""));
    }

    [Test]
    public void A_payload_without_values_is_an_empty_array() => Assert.That((Write(), Read(Write()).Length), Is.EqualTo(("[]", 0)));

    [Test]
    public void Whatever_is_written_is_read_back_and_is_JSON()
    {
        string?[] some = [null, "", Task, User, "a \"quoted\" text, long enough", "back\\slash and\r\nline ends", "nul \0 and tab \t inside", "Zoë 山田 🙂 of twelve", "short", "7"];
        var random = new Random(1);
        for (var row = 0; row < 2_000; row++)
        {
            var written = Enumerable.Range(0, random.Next(30)).Select(_ => some[random.Next(some.Length)]).ToArray();
            var json = Write(written);
            Assert.That(Read(json), Is.EqualTo(written), json);
            using var parsed = JsonDocument.Parse(json);
            var elements = parsed.RootElement.EnumerateArray().ToArray();
            Assert.That(elements.Select(e => e.ValueKind == JsonValueKind.Number ? elements[e.GetInt32()].GetString() : e.GetString()), Is.EqualTo(written), json);
        }
    }

    [Test]
    public void A_value_with_quotes_or_lines_is_escaped_as_the_serializer_does()
    {
        var options = new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        var random = new Random(2);
        for (var row = 0; row < 2_000; row++)
        {
            // Bytes as they come: control characters, quotes, two- to four-byte characters, and what is no UTF-8 at all.
            byte[] value = [(byte)"\"\\\n"[row % 3], .. Enumerable.Range(0, random.Next(40)).SelectMany(_ => random.Next(4) switch
            {
                0 => Encoding.UTF8.GetBytes(new Rune(random.Next(0xE000, 0x110000)).ToString()),
                1 => Encoding.UTF8.GetBytes(new Rune(random.Next(0xD800)).ToString()),
                2 => [(byte)random.Next(256)],
                _ => "call "u8.ToArray(),
            })];
            writer.Begin();
            writer.Append(value, isNull: false);
            Assert.That(writer.End().ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes($"[{JsonSerializer.Serialize(Encoding.UTF8.GetString(value), options)}]")));
        }
    }

    [Test]
    public void Values_with_the_same_end_are_told_apart() =>
        Assert.That(Write("A00000000000001", "B00000000000001", "C00000000000001", "B00000000000001"), Is.EqualTo("""["A00000000000001","B00000000000001","C00000000000001",1]"""));

    [Test]
    public void SQL_sees_the_same_values()
    {
        SqliteLibrary.Prepare();
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        string?[] written = [Task, null, "say \"hello\" to 山田", Task, User, "Inbound", User, "Inbound"];
        connection.Execute("CREATE TABLE payload (json TEXT); INSERT INTO payload VALUES (@json)", new { json = Write(written) });
        Assert.That(written.Select((_, place) => connection.ExecuteScalar<string?>($"SELECT {Payload.Value("json", place)} FROM payload")), Is.EqualTo(written));
    }

    [Test]
    public void A_number_of_a_place_that_is_not_there_is_no_value() => Assert.That(() => Read("[\"a\",5]"), Throws.TypeOf<JsonException>());

    [Test]
    public void Not_even_one_far_away() => Assert.That(() => Read("[\"a\",500]"), Throws.TypeOf<JsonException>());

    private string Write(params string?[] row)
    {
        writer.Begin();
        foreach (var value in row)
        {
            writer.Append(Encoding.UTF8.GetBytes(value ?? ""), value is null);
        }

        return Encoding.UTF8.GetString(writer.End());
    }

    private string?[] Read(string json)
    {
        Payload.Read(Encoding.UTF8.GetBytes(json), values);
        return [.. Enumerable.Range(0, values.Count).Select(values.GetString)];
    }
}
