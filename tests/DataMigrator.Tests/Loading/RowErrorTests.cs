using System.Text;
using DataMigrator.Loading;

namespace DataMigrator.Tests.Loading;

internal sealed class RowErrorTests
{
    [TestCase("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", nameof(RowErrorKind.Transient))]
    [TestCase("REQUEST_RUNNING_TOO_LONG", "", nameof(RowErrorKind.Transient))]
    [TestCase("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "CallTrigger: execution of AfterInsert caused by: UNABLE_TO_LOCK_ROW", nameof(RowErrorKind.Transient))]
    [TestCase("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "CallTrigger: System.LimitException: Too many SOQL queries: 101", nameof(RowErrorKind.Transient))]
    [TestCase("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "CallTrigger: You shall not pass", nameof(RowErrorKind.Permanent))]
    [TestCase("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", nameof(RowErrorKind.Deferred))]
    [TestCase("INVALID_FIELD", "Foreign key external ID: 1 not found for field X in entity Y", nameof(RowErrorKind.Deferred))]
    [TestCase("INVALID_FIELD", "Failed to deserialize field at col 3", nameof(RowErrorKind.Permanent))]
    [TestCase("DUPLICATE_VALUE", "", nameof(RowErrorKind.AlreadyThere))]
    [TestCase("INVALID_FIELD_FOR_INSERT_UPDATE", "", nameof(RowErrorKind.AlreadyThere))]
    [TestCase("STORAGE_LIMIT_EXCEEDED", "", nameof(RowErrorKind.Stop))]
    [TestCase("FIELD_CUSTOM_VALIDATION_EXCEPTION", "", nameof(RowErrorKind.Permanent))]
    [TestCase("SOMETHING_NEW", "", nameof(RowErrorKind.Permanent))]
    public void A_code_says_what_a_row_needs(string code, string message, string kind) =>
        Assert.That(RowErrors.Classify(code, message).Kind.ToString(), Is.EqualTo(kind));

    [TestCase("TooManyLockFailure : Too many", nameof(JobErrorKind.TakeApart))]
    [TestCase("InternalServerError : Retried more than 20 times", nameof(JobErrorKind.TakeApart))]
    [TestCase("ClientInputError : LineEnding is invalid on user data", nameof(JobErrorKind.TakeApart))]
    [TestCase("InvalidBatch : Field name not found : X", nameof(JobErrorKind.Configuration))]
    [TestCase("ExceededQuota : …", nameof(JobErrorKind.Quota))]
    [TestCase(null, nameof(JobErrorKind.TakeApart))]
    public void A_failed_job_says_whether_its_rows_can_succeed(string? message, string kind) =>
        Assert.That(JobErrors.Classify(message).ToString(), Is.EqualTo(kind));

    [TestCase("plain", "plain")]
    [TestCase("a,b", "\"a,b\"")]
    [TestCase("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [TestCase("a\r\nb\rc\nd", "\"a\nb\nc\nd\"")]
    [TestCase(" lead", "\" lead\"")]
    [TestCase("n\0ul", "\"nul\"")]
    [TestCase("", "")]
    [TestCase("=1+1", "=1+1")]
    public void A_value_is_written_as_Bulk_API_reads_it(string value, string written)
    {
        var csv = new CsvBuffer();
        csv.Append("first"u8);
        csv.Append(Encoding.UTF8.GetBytes(value));
        csv.EndRow();

        Assert.That(Encoding.UTF8.GetString(csv.Written.Span), Is.EqualTo($"first,{written}\n"));
    }

    [Test]
    public void Results_are_found_by_key_in_any_order_and_a_success_outweighs_a_repeat()
    {
        var results = new ResultBuffer();
        foreach (var i in new[] { 5, 1, 3, 9, 7 })
        {
            results.Add(Key(i), Key(100 + i), RowOutcome.Created);
        }

        results.AddFailed(Key(3), "DUPLICATE_VALUE:twice:--");
        results.Sort();
        var hint = -1;

        var found = Enumerable.Range(1, 9).Select(i => results.TryFind(Key(i), ref hint, out var r) ? $"{i}{r.Outcome}" : "-").ToList();

        Assert.That(found, Is.EqualTo(new[] { "1Created", "-", "3Created", "-", "5Created", "-", "7Created", "-", "9Created" }));
        Assert.That(results.TryFind(Key(1), ref hint, out _), Is.True, "going back");
    }

    private static TaskKey Key(int i) =>
        TaskKey.TryRead(Encoding.ASCII.GetBytes($"00T{i:000000000000000}"), out var key) ? key : throw new InvalidOperationException();
}
