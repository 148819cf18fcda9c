using System.Globalization;
using DataMigrator.Mapping.Assessing;
using Microsoft.Extensions.Logging;
using Salesforce.Force.Errors;
using Salesforce.Force.Rest;

namespace DataMigrator.Extraction;

/// <summary>Fields of the source that the mapping doesn't read, and in how many rows of the range they have a value: what a migration would leave behind.</summary>
internal sealed class UnreadFields(RunContext run, SObjectDescribe source)
{
    /// <summary>Fields per query: a URL of some thousand characters, and few enough that one that can't be counted costs little.</summary>
    private const int AtOnce = 40;

    /// <returns>Fields with a value, the most frequent first; null if the org can't count so many rows at once.</returns>
    public async Task<IReadOnlyList<Tally>?> CountAsync(CancellationToken cancellationToken)
    {
        var filled = new List<Tally>();
        try
        {
            foreach (var fields in source.Fields.Where(IsOfInterest).Select(field => field.Name).Chunk(AtOnce))
            {
                await CountAsync(fields, filled, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ForceException error) when (error.ErrorCode is "QUERY_TIMEOUT" or "OPERATION_TOO_LARGE" or "EXCEEDED_MAX_SEMIJOIN_SUBSELECTS" or "UNKNOWN_EXCEPTION" or "SERVER_UNAVAILABLE")
        {
            run.Log.LogWarning(error, "The org can't count fields over so many rows.");
            return null;
        }

        return [.. filled.Where(tally => tally.Count > 0).OrderByDescending(tally => tally.Count).ThenBy(tally => tally.Name, StringComparer.Ordinal)];
    }

    /// <summary>What people or packages write, of a type that SOQL counts; formulas and the platform's own stamps are no loss.</summary>
    private bool IsOfInterest(FieldDescribe field) =>
        field is { Createable: true } or { Updateable: true }
        && field.Type is "string" or "picklist" or "multipicklist" or "combobox" or "reference" or "date" or "datetime" or "double" or "int" or "currency" or "percent" or "phone" or "url" or "email"
        && !run.Mapping.SourceFields.Contains(field.Name, StringComparer.OrdinalIgnoreCase);

    private async Task CountAsync(IReadOnlyList<string> fields, List<Tally> filled, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var row in run.Source.QueryAsync(Soql(fields), all: true, cancellationToken).ConfigureAwait(false))
            {
                filled.AddRange(fields.Select((name, at) => new Tally(name, double.TryParse(row[$"expr{at}"], CultureInfo.InvariantCulture, out var count) ? (long)count : 0)));
            }
        }
        catch (ForceException error) when (error.ErrorCode is "INVALID_FIELD" or "MALFORMED_QUERY" && fields.Count > 1)
        {
            // One of them can't be counted in this org: the halves without it can.
            await CountAsync([.. fields.Take(fields.Count / 2)], filled, cancellationToken).ConfigureAwait(false);
            await CountAsync([.. fields.Skip(fields.Count / 2)], filled, cancellationToken).ConfigureAwait(false);
        }
        catch (ForceException error) when (error.ErrorCode is "INVALID_FIELD" or "MALFORMED_QUERY")
        {
            run.Log.LogDebug(error, "{Field} can't be counted.", fields[0]);
        }
    }

    private string Soql(IEnumerable<string> fields)
    {
        var range = SourceRange.Of(run);
        return $"SELECT {string.Join(',', fields.Select(name => $"COUNT({SoqlLiteral.Name(name)})"))} FROM {range.Object} WHERE {range.Where(run.From, run.To)}";
    }
}
