namespace Salesforce.Force.Bulk;

/// <summary>Counts the fields of one record, byte by byte. For the header it also finds out the delimiter: the first of Bulk API's six outside quotes.</summary>
internal sealed class FieldTally(byte delimiter = 0)
{
    private bool any;

    public byte Delimiter { get; private set; } = delimiter;

    public int Fields { get; private set; } = 1;

    public bool InsideQuotes { get; private set; }

    public void Restart()
    {
        Fields = 1;
        InsideQuotes = false;
        any = false;
    }

    /// <returns>How many bytes belonged to this record, its line break included.</returns>
    public int Feed(ReadOnlySpan<byte> bytes, out bool ended)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var current = bytes[i];
            if (current == (byte)'"')
            {
                InsideQuotes = !InsideQuotes;
            }
            else if (!InsideQuotes)
            {
                if (current == (byte)'\n' && any)
                {
                    ended = true;
                    return i + 1;
                }

                if (Delimiter == 0 && current is (byte)',' or (byte)';' or (byte)'\t' or (byte)'|' or (byte)'^' or (byte)'`')
                {
                    Delimiter = current;
                }

                Fields += current == Delimiter && Delimiter != 0 ? 1 : 0;
            }

            any |= current is not ((byte)'\n' or (byte)'\r');
        }

        ended = false;
        return bytes.Length;
    }
}
