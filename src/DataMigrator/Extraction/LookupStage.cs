using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using Dapper;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using Microsoft.Extensions.Logging;
using Salesforce.Force;
using Salesforce.Force.Bulk;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Extraction;

/// <summary>
/// An org → table lookup: what the mapping needs to know of Users, Contacts and the like. The table is one for all runs: it holds what the run that says so in
/// run.lookups has fetched, for its mapping's lookups and the keys it had read then; any other run fetches anew. A run that goes on keeps what it has, so that
/// its calls are all mapped by the same knowledge. Not fetched to its end counts as not fetched.
/// </summary>
internal sealed class LookupStage(RunContext run)
{
    /// <summary>Rows up to which paging by REST (2,000 per request) is cheaper than a Bulk job with its polling.</summary>
    private const long MaxRowsByRest = 20_000;

    private long done;

    /// <summary>Fetches what is missing.</summary>
    /// <returns>Records in table lookup.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted();
        if (run.Mapping.Lookups.Count > 0 && !AlreadyFetched(wanted))
        {
            await ExecuteAsync("DELETE FROM lookup; UPDATE run SET lookups = NULL WHERE lookups IS NOT NULL", new { }, cancellationToken).ConfigureAwait(false);
            foreach (var lookup in run.Mapping.Lookups)
            {
                await FetchAsync(lookup, cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync(
                "UPDATE run SET lookups = @fetched WHERE number = @Number", new { fetched = $"{wanted} {Instants.Text(run.Time.GetUtcNow())}", run.Number }, cancellationToken).ConfigureAwait(false);
        }

        using var reader = run.Staging.OpenReader();
        return reader.ExecuteScalar<long>("SELECT COUNT(*) FROM lookup");
    }

    private ForceClient OrgOf(LookupSpec lookup) => lookup.Org == LookupOrg.Target ? run.Target : run.Source;

    /// <summary>What is to be fetched: another mapping's lookups, or more keys, are something else.</summary>
    private string Wanted()
    {
        using var reader = run.Staging.OpenReader();
        var keys = reader.ExecuteScalar<long>("SELECT COUNT(*) FROM reference WHERE run = @Number", new { run.Number });
        var hash = HashCode64.Of(JsonSerializer.SerializeToUtf8Bytes(run.Mapping.Lookups, LookupJson.Default.IReadOnlyListLookupSpec), keys);
        return FormattableString.Invariant($"{hash:x16}");
    }

    private bool AlreadyFetched(string wanted)
    {
        using var reader = run.Staging.OpenReader();
        return reader.ExecuteScalar<string?>("SELECT lookups FROM run WHERE number = @Number", new { run.Number })?.StartsWith(wanted, StringComparison.Ordinal) == true;
    }

    private async Task FetchAsync(LookupSpec lookup, CancellationToken cancellationToken)
    {
        var keys = lookup.ReferencedBy.Count == 0 ? null : Referenced(lookup);
        if (keys is { Count: 0 } || await SelectAsync(lookup, cancellationToken).ConfigureAwait(false) is not { } select)
        {
            return;
        }

        if (keys is not null)
        {
            foreach (var list in SoqlLiteral.Chunks($"{select} WHERE {lookup.KeyField} IN {lookup.Filter}", keys))
            {
                await ByRestAsync(lookup, $"{select} WHERE {lookup.KeyField} IN {SoqlLiteral.Strings(list)}{(lookup.Filter is null ? "" : $" AND ({lookup.Filter})")}", cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var where = lookup.Filter is null ? "" : $" WHERE {lookup.Filter}";
        if (await OrgOf(lookup).CountAsync($"SELECT COUNT() FROM {lookup.Object}{where}", all: false, cancellationToken).ConfigureAwait(false) <= MaxRowsByRest)
        {
            await ByRestAsync(lookup, select + where, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await ByBulkAsync(lookup, select + where, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// SELECT … FROM of what this user may see of the object: a field that is hidden stays null, an object that is hidden gives no record. Mapping then goes on
    /// with what else it knows, as it does for a record that is gone.
    /// </summary>
    private async Task<string?> SelectAsync(LookupSpec lookup, CancellationToken cancellationToken)
    {
        try
        {
            var known = ReferenceEquals(OrgOf(lookup), run.Target) && lookup.Object == run.TargetDescribe.Name;
            var describe = known ? run.TargetDescribe : await OrgOf(lookup).DescribeAsync(lookup.Object, cancellationToken).ConfigureAwait(false);
            var seen = lookup.ValueFields.Where(field => describe.Field(field) is not null).ToList();
            if (describe.Field(lookup.KeyField) is not null)
            {
                return $"SELECT {string.Join(',', seen.Prepend(lookup.KeyField).Distinct(StringComparer.OrdinalIgnoreCase).Select(SoqlLiteral.Name))} FROM {SoqlLiteral.Name(lookup.Object)}";
            }
        }
        catch (ForceException error) when (error.ErrorCode is "NOT_FOUND" or "INVALID_TYPE" or "INSUFFICIENT_ACCESS")
        {
            run.Log.LogDebug(error, "Describe of {Object} was refused.", lookup.Object);
        }

        run.Log.LogWarning("Lookup {Name}: {Object} is hidden from this user; mapping goes on without it.", lookup.Name, lookup.Object);
        return null;
    }

    /// <summary>Keys this run's Tasks point at; null if there are too many to name, or if the mapping that read them did not collect them for this lookup.</summary>
    private List<string>? Referenced(LookupSpec lookup)
    {
        using var reader = run.Staging.OpenReader();
        if (!ReferencedKeys.WereCollected(reader, run.Number, lookup))
        {
            return null;
        }

        var keys = reader.Query<string>("SELECT key FROM reference WHERE name = @Name AND run = @Number ORDER BY key", new { lookup.Name, run.Number }).AsList();
        return keys.Count > 0 && keys[0].Length == 0 || keys.Count > ReferencedKeys.Most ? null : keys;
    }

    private async Task ByRestAsync(LookupSpec lookup, string soql, CancellationToken cancellationToken)
    {
        var rows = new List<LookupRecord>();
        await foreach (var row in OrgOf(lookup).QueryAsync(soql, all: false, cancellationToken).ConfigureAwait(false))
        {
            if (row[lookup.KeyField] is { } key)
            {
                rows.Add(new LookupRecord(key, [.. lookup.ValueFields.Select(field => row[field])]));
            }

            if (rows.Count == 2000)
            {
                await StoreAsync(lookup, rows, cancellationToken).ConfigureAwait(false);
                rows.Clear();
            }
        }

        await StoreAsync(lookup, rows, cancellationToken).ConfigureAwait(false);
    }

    private async Task ByBulkAsync(LookupSpec lookup, string soql, CancellationToken cancellationToken)
    {
        BulkJob job;
        try
        {
            job = await OrgOf(lookup).BulkQuery.CreateAsync(soql, all: false, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (error.ErrorCode is "INVALIDENTITY" or "FUNCTIONALITY_NOT_ENABLED")
        {
            // Some objects have no Bulk API; slower, but the same rows.
            await ByRestAsync(lookup, soql, cancellationToken).ConfigureAwait(false);
            return;
        }

        await OrgOf(lookup).BulkQuery.ReadPagesAsync(
            job,
            new PageReadOptions { MaxRecords = run.Settings.RowsPerPage },
            (page, cancellation) => ParseAsync(lookup, page, cancellation),
            (_, rows, cancellation) => StoreAsync(lookup, rows, cancellation),
            cancellationToken).ConfigureAwait(false);
        if (run.Execute)
        {
            await OrgOf(lookup).BulkQuery.DeleteAsync(job.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<List<LookupRecord>> ParseAsync(LookupSpec lookup, ResultPage page, CancellationToken cancellationToken)
    {
        var rows = new List<LookupRecord>();
        var reader = CsvReader.Create(page.Content, new CsvReaderOptions { Separator = ',', IncludeValuesInExceptions = false }, leaveOpen: true);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetString(lookup.KeyField) is { Length: > 0 } key)
                {
                    rows.Add(new LookupRecord(key, [.. lookup.ValueFields.Select(field => reader.TryGetFieldIndex(field, out var at) && reader.GetString(at) is { Length: > 0 } value ? value : null)]));
                }
            }
        }

        return rows;
    }

    private async Task StoreAsync(LookupSpec lookup, List<LookupRecord> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var payload = new PayloadWriter(again: false);
        using (var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false))
        {
            using (var insert = scope.Prepare("INSERT OR REPLACE INTO lookup (name, key, value) VALUES (?1, ?2, ?3)"))
            {
                foreach (var row in rows)
                {
                    payload.Begin();
                    foreach (var value in row.Values)
                    {
                        payload.Append(Encoding.UTF8.GetBytes(value ?? ""), value is null);
                    }

                    insert.Text(1, lookup.Name).Text(2, row.Key).Text(3, payload.End()).Execute();
                }
            }

            scope.Commit();
        }

        run.Progress.Report(new StageProgress("lookups", done += rows.Count, null, lookup.Object));
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        using var scope = await run.Staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        scope.Connection.Execute(sql, parameters, scope.Transaction);
        scope.Commit();
    }

    private sealed record LookupRecord(string Key, IReadOnlyList<string?> Values);
}

[JsonSerializable(typeof(IReadOnlyList<LookupSpec>))]
internal sealed partial class LookupJson : JsonSerializerContext;
