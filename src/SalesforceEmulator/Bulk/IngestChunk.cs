using System.Text;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Rows that are saved together. Its buffers are used again for the next chunk.</summary>
internal sealed class IngestChunk
{
    private readonly ISaveBinding binding;
    private readonly JobFaults faults;
    private readonly RowBuffer[] rows;
    private readonly OrgError?[] errors;
    private readonly List<RowBuffer> good;
    private readonly SaveOutcome[] outcomes;

    public IngestChunk(ISaveBinding binding, JobFaults faults, int size)
    {
        this.binding = binding;
        this.faults = faults;
        rows = new RowBuffer[size];
        for (var i = 0; i < size; i++)
        {
            rows[i] = new RowBuffer();
        }

        errors = new OrgError?[size];
        good = new List<RowBuffer>(size);
        outcomes = new SaveOutcome[size];
    }

    public int Count { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Offset behind the last row.</summary>
    public long End { get; private set; }

    public bool WrongLineEnding { get; private set; }

    /// <summary>False when the input ended.</summary>
    public async ValueTask<bool> FillAsync(CsvScanner scanner, int room, CancellationToken cancellationToken)
    {
        Count = 0;
        Failures = 0;
        End = scanner.Position;
        while (Count < room)
        {
            if (!await scanner.ReadAsync(rows[Count], cancellationToken))
            {
                return false;
            }

            if (scanner.Flaw == RowFlaw.LineEnding)
            {
                WrongLineEnding = true;
                return false;
            }

            errors[Count] = scanner.Flaw == RowFlaw.None ? null : Error(scanner.Flaw);
            End = scanner.Position;
            Count++;
        }

        return true;
    }

    public void Save(IngestResultFiles results, byte delimiter, bool crlf) => Save((row, outcome) => Tell(results, row, outcome, delimiter, crlf));

    /// <param name="tell">Called for each row in the order of the upload.</param>
    public void Save(Action<RowBuffer, SaveOutcome> tell)
    {
        if (Count == 0)
        {
            return;
        }

        faults.Lock(rows, Count, errors);
        good.Clear();
        for (var i = 0; i < Count; i++)
        {
            if (errors[i] is null)
            {
                good.Add(rows[i]);
            }
        }

        if (good.Count > 0)
        {
            binding.SaveChunk(good, outcomes);
        }

        var saved = 0;
        for (var i = 0; i < Count; i++)
        {
            var outcome = errors[i] is { } error ? new SaveOutcome(null, Created: false, error) : outcomes[saved++];
            Failures += outcome.Error is null ? 0 : 1;
            tell(rows[i], outcome);
        }
    }

    private void Tell(IngestResultFiles results, RowBuffer row, SaveOutcome outcome, byte delimiter, bool crlf)
    {
        var sheet = outcome.Error is null ? results.Successful : results.Failed;
        Span<byte> id = stackalloc byte[18];
        sheet.Add(outcome.Id is null ? [] : id[..Encoding.ASCII.GetBytes(outcome.Id, id)], delimiter);
        if (outcome.Error is null)
        {
            sheet.Add(outcome.Created ? "true"u8 : "false"u8, delimiter);
        }
        else
        {
            sheet.Add(Encoding.UTF8.GetBytes(outcome.Error.ToBulkText()), delimiter);
        }

        for (var column = 0; column < results.Columns; column++)
        {
            if (row[column].IsEmpty)
            {
                sheet.Add([], delimiter);
                continue;
            }

            binding.WriteNormalized(column, row[column], sheet.Value);
            sheet.AddValue(delimiter);
        }

        sheet.EndLine(crlf);
    }

    private static OrgError Error(RowFlaw flaw) => flaw switch
    {
        RowFlaw.Quote => new OrgError("INVALID_FIELD", "Failed to parse the row: a quote is not where a value begins or ends", []),
        RowFlaw.TooManyFields => new OrgError("INVALID_FIELD", "Failed to parse the row: it has more values than the header has fields", []),
        RowFlaw.LongField => new OrgError("STRING_TOO_LONG", "Field value is too long: more than 131072 characters", []),
        _ => new OrgError("STRING_TOO_LONG", "Record is too long: more than 400000 characters", []),
    };
}
