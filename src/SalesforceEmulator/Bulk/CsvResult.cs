using System.IO.Pipelines;
using System.Text;
using SalesforceEmulator.Org;

namespace SalesforceEmulator.Bulk;

/// <summary>Rows of a result as CSV, written into the response as the connection takes them.</summary>
internal static class CsvResult
{
    /// <summary>Bytes collected before the connection is asked whether it keeps up.</summary>
    private const int FlushEvery = 128 * 1024;

    /// <summary>Bytes written, header included.</summary>
    public static async Task<long> WriteAsync(IQueryResult rows, int start, int end, Delimiter delimiter, bool crlf, PipeWriter output, CancellationToken cancellationToken)
    {
        using var page = new PageBuffer();
        WriteHeader(rows.Columns, (char)delimiter.Byte(), crlf, page);
        long total = 0;
        for (var row = start; row < end; row++)
        {
            rows.WriteCsvRow(row, page, delimiter.Byte(), crlf);
            if (page.Count < FlushEvery)
            {
                continue;
            }

            total += page.Count;
            if ((await output.WriteAsync(page.Written, cancellationToken)).IsCompleted)
            {
                return total;
            }

            page.Clear();
        }

        await output.WriteAsync(page.Written, cancellationToken);
        return total + page.Count;
    }

    private static void WriteHeader(IReadOnlyList<string> columns, char separator, bool crlf, PageBuffer page)
    {
        var line = string.Join(separator, columns.Select(c => $"\"{c}\"")) + (crlf ? "\r\n" : "\n");
        page.Advance(Encoding.UTF8.GetBytes(line, page.GetSpan(Encoding.UTF8.GetMaxByteCount(line.Length))));
    }
}
