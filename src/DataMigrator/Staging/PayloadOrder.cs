using Microsoft.Data.Sqlite;

namespace DataMigrator.Staging;

/// <summary>Puts the payloads of a run into another order of fields, by name: a field that is new is null, one that is gone is dropped.</summary>
internal static class PayloadOrder
{
    /// <param name="reader">Another connection: it sees the calls as they were before the transaction.</param>
    public static void Change(WriteScope scope, SqliteConnection reader, long run, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var from = after.Select(name => before.ToList().FindIndex(old => string.Equals(old, name, StringComparison.OrdinalIgnoreCase))).ToArray();
        var (values, payload) = (new PayloadValues(), new PayloadWriter());
        using var calls = new Statement(reader, "SELECT c.task_id, d.json FROM call c CROSS JOIN payload d ON d.id = c.payload WHERE ABS(c.run) = ?1").Integer(1, run);
        using var change = scope.Prepare("UPDATE payload SET json = ?2 WHERE id = (SELECT payload FROM call WHERE task_id = ?1)");
        using var rehash = scope.Prepare("UPDATE call SET hash = ?2 WHERE task_id = ?1");
        while (calls.Step())
        {
            Payload.Read(calls.Text(1), values);
            if (values.Count != before.Count)
            {
                // Purged: nothing to put in order.
                continue;
            }

            payload.Begin();
            foreach (var position in from)
            {
                payload.Append(position < 0 ? default : values[position], position < 0 || values.IsNull(position));
            }

            var json = payload.End();
            change.Text(1, calls.Text(0)).Text(2, json).Execute();
            rehash.Text(1, calls.Text(0)).Integer(2, HashCode64.Of(json)).Execute();
        }
    }
}
