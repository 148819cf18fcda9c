using System.Text;
using DataMigrator.Staging;
using Microsoft.Data.Sqlite;

namespace DataMigrator.Tests.Staging;

internal sealed class TextFunctionTests
{
    private SqliteConnection connection = null!;

    [SetUp]
    public void Open()
    {
        SqliteLibrary.Prepare();
        connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
    }

    [TearDown]
    public void Close() => connection.Dispose();

    [Test]
    public void A_statement_asks_the_function_for_each_row_and_nothing_is_NULL()
    {
        var asked = new List<string>();
        using var function = new TextFunction(connection, "shouted", text =>
        {
            asked.Add(Encoding.UTF8.GetString(text));
            return text is [(byte)'b'] ? [] : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).ToUpperInvariant() + "!");
        });
        using var rows = new Statement(connection, "SELECT shouted(column1), typeof(shouted(column1)) FROM (VALUES ('a'), ('b'), ('für'), (NULL), ('')) WHERE ?1");

        var answers = new List<string?>();
        rows.Integer(1, 1);
        while (rows.Step())
        {
            answers.Add($"{rows.String(0)} {rows.String(1)}");
        }

        Assert.That(answers, Is.EqualTo(new[] { "A! text", " null", "FÜR! text", "! text", "! text" }));
        Assert.That(asked.Distinct(), Is.EqualTo(new[] { "a", "b", "für", "" }));
    }

    [Test]
    public void Two_functions_on_one_connection_answer_for_themselves()
    {
        using var one = new TextFunction(connection, "one", _ => "1"u8);
        using var two = new TextFunction(connection, "two", _ => "2"u8);
        using var rows = new Statement(connection, "SELECT one('') || two('') || one('')");

        Assert.That(rows.Step(), Is.True);
        Assert.That(rows.String(0), Is.EqualTo("121"));
    }

    [Test]
    public void Disposed_it_is_known_no_more_and_its_name_is_free()
    {
        new TextFunction(connection, "gone", _ => "1"u8).Dispose();

        var error = Assert.Throws<SqliteException>(() => new Statement(connection, "SELECT gone('')").Dispose());
        Assert.That(error.Message, Does.Contain("no such function: gone"));
        using var again = new TextFunction(connection, "gone", _ => "2"u8);
        using var rows = new Statement(connection, "SELECT gone('')");
        Assert.That(rows.Step(), Is.True);
        Assert.That(rows.String(0), Is.EqualTo("2"));
    }
}
