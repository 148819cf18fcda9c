using System.Buffers;

namespace DataMigrator.Loading;

/// <summary>
/// CSV as Bulk API 2.0 takes it: commas, LF, quotes only where needed (found by one vectorised search). Empty = leave alone, <c>#N/A</c> = set null.
/// Not CsvHelper: values are spans of staging's pages, and go out by the million.
/// </summary>
internal sealed class CsvBuffer
{
    private static readonly SearchValues<byte> NeedQuotes = SearchValues.Create(",\"\r\n\0"u8);
    private readonly ArrayBufferWriter<byte> output = new(1 << 17);
    private bool first = true;

    public int Length => output.WrittenCount;

    public ReadOnlyMemory<byte> Written => output.WrittenMemory;

    public void Clear() => output.ResetWrittenCount();

    /// <summary>Writes a value and the comma before it.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        first = false;
        if (value.Length == 0)
        {
            return;
        }

        // Blanks at the ends are kept only inside quotes.
        if (value.IndexOfAny(NeedQuotes) < 0 && value[0] != ' ' && value[^1] != ' ')
        {
            output.Write(value);
            return;
        }

        Quote(value);
    }

    public void EndRow()
    {
        output.Write("\n"u8);
        first = true;
    }

    /// <summary>
    /// Quotes doubled; CR LF becomes LF and a lone CR LF too, because the job declares LF and orgs refuse the whole upload otherwise
    /// ("LineEnding is invalid on user data"); NUL is dropped, Salesforce stores none.
    /// </summary>
    private void Quote(ReadOnlySpan<byte> value)
    {
        var target = output.GetSpan((value.Length * 2) + 2);
        var used = 0;
        target[used++] = (byte)'"';
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case 0:
                case (byte)'\r' when i + 1 < value.Length && value[i + 1] == '\n':
                    break;
                case (byte)'\r':
                    target[used++] = (byte)'\n';
                    break;
                case (byte)'"':
                    target[used++] = (byte)'"';
                    target[used++] = (byte)'"';
                    break;
                default:
                    target[used++] = value[i];
                    break;
            }
        }

        target[used++] = (byte)'"';
        output.Advance(used);
    }
}
