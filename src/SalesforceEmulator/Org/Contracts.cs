using System.Buffers;
using System.Text.Json;
using SalesforceEmulator.Org.Saving;

namespace SalesforceEmulator.Org;

// The seam between the wire (Endpoints/, Bulk/) and the data (Org/, Soql/, Population/).

/// <summary>The org's data and rules, without HTTP.</summary>
internal interface IOrg : IDisposable
{
    string OrganizationId { get; }

    string IntegrationUserId { get; }

    string IntegrationUsername { get; }

    /// <summary>Records that count against data storage.</summary>
    long Records { get; }

    /// <summary>Writes the describe body of an object; false if unknown.</summary>
    bool TryWriteDescribe(string sobject, string apiVersion, Utf8JsonWriter writer);

    /// <summary>Writes the describe-global body.</summary>
    void WriteDescribeGlobal(string apiVersion, Utf8JsonWriter writer);

    /// <summary>When an object's metadata last changed (If-Modified-Since).</summary>
    DateTimeOffset DescribeLastModified { get; }

    /// <summary>Parses, checks and runs; the result is a snapshot.</summary>
    /// <exception cref="OrgRequestException">MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE, … as the scope demands.</exception>
    IQueryResult Query(string soql, QueryScope scope);

    /// <summary>Prepares to save rows of these columns. Header errors carry Bulk's <c>InvalidBatch : …</c> text.</summary>
    /// <exception cref="OrgRequestException">Unknown column, wrong relationship header, missing key column, object not writable.</exception>
    ISaveBinding Bind(string sobject, SaveOperation operation, string? externalIdFieldName, IReadOnlyList<string> columns);

    /// <summary>What is saved within it can be taken back as a whole.</summary>
    /// <param name="outer">A larger one that it is part of; null = none.</param>
    Rollback BeginTransaction(Rollback? outer = null);

    /// <summary>The object and lookup behind a child relationship such as Account's <c>Contacts</c>; null if there is none.</summary>
    (string SObject, string Field)? FindChild(string sobject, string relationship);

    /// <summary>Switches one of the org's validation rules on or off; the tooling object ValidationRule shows it.</summary>
    /// <exception cref="ArgumentException">No such rule.</exception>
    void SetValidationRule(string name, bool active);
}

internal enum QueryScope
{
    Rest,
    RestAll,
    Bulk,
    BulkAll,
    Tooling,
}

internal enum SaveOperation
{
    Insert,
    Update,
    Upsert,
    Delete,
    HardDelete,
}

/// <summary>A snapshot of rows; row versions don't change under it.</summary>
internal interface IQueryResult
{
    string SObject { get; }

    /// <summary>Column paths in SELECT order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>For <c>columns=true</c>: name, display name, aggregate.</summary>
    void WriteColumnMetadata(Utf8JsonWriter writer);

    /// <summary>True for <c>SELECT COUNT()</c>: no records, only a total.</summary>
    bool IsCountOnly { get; }

    int Count { get; }

    /// <summary>Writes the value bytes of one row as a CSV line: every value quoted, quotes doubled, then the line ending.</summary>
    void WriteCsvRow(int index, IBufferWriter<byte> output, byte delimiter, bool crlf);

    /// <summary>Writes <c>{"attributes":{…},…}</c>.</summary>
    void WriteJsonRecord(int index, string apiVersion, Utf8JsonWriter writer);
}

/// <summary>Rows of one set of columns, ready to be saved. Not thread-safe; saving itself is serialised by the org.</summary>
internal interface ISaveBinding
{
    /// <summary>
    /// Saves one chunk (at most 200 rows) as one transaction with partial success; <paramref name="outcomes"/> in the order of the rows.
    /// </summary>
    /// <param name="within">Remembers the rows, so that its owner can take them back together with those of other calls.</param>
    void SaveChunk(IReadOnlyList<RowBuffer> rows, SaveOutcome[] outcomes, Rollback? within = null);

    /// <summary>The value as the org gives it back in result files (numbers, dates normalised).</summary>
    void WriteNormalized(int column, ReadOnlySpan<byte> value, IBufferWriter<byte> output);
}

/// <summary>Field values of one input row; empty means empty, <c>#N/A</c> means null. REST passes null as <c>#N/A</c>.</summary>
internal sealed class RowBuffer
{
    private byte[] bytes = new byte[1024];
    private int[] ends = new int[32];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int column] => column >= Count ? default : bytes.AsSpan(column == 0 ? 0 : ends[column - 1], ends[column] - (column == 0 ? 0 : ends[column - 1]));

    public void Clear() => Count = 0;

    public void Add(ReadOnlySpan<byte> value)
    {
        var start = Count == 0 ? 0 : ends[Count - 1];
        if (start + value.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, start + value.Length));
        }

        if (Count == ends.Length)
        {
            Array.Resize(ref ends, ends.Length * 2);
        }

        value.CopyTo(bytes.AsSpan(start));
        ends[Count++] = start + value.Length;
    }
}

/// <summary>What became of one row. <paramref name="Error"/> null = success.</summary>
internal readonly record struct SaveOutcome(string? Id, bool Created, OrgError? Error);

/// <summary>A row-level error.</summary>
internal sealed record OrgError(string StatusCode, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>What REST says of a value that has not the form of its type: there the request as a whole is not understood. Null for any other error.</summary>
    public string? UnreadableJson { get; init; }

    /// <summary><c>STATUS_CODE:message:Field --</c> as in failedResults.</summary>
    public string ToBulkText() => Fields.Count == 0 ? $"{StatusCode}:{Message}:--" : $"{StatusCode}:{Message}:{string.Join(",", Fields)} --";
}

/// <summary>A request that the org refuses as a whole.</summary>
internal sealed class OrgRequestException(int httpStatus, string errorCode, string message) : Exception(message)
{
    public int HttpStatus { get; } = httpStatus;

    public string ErrorCode { get; } = errorCode;

    /// <summary>What REST says where Bulk says <see cref="Exception.Message"/>; null = the same.</summary>
    public string? RestMessage { get; init; }

    /// <summary>What REST says where Bulk says <see cref="ErrorCode"/>; null = the same.</summary>
    public string? RestErrorCode { get; init; }
}
