using System.Security.Cryptography;
using System.Text;

namespace DataMigrator.Reporting;

/// <summary>
/// One number for sign-off. report.html lists the SHA-256 of every file beside it; the sign-off hash is the SHA-256 of report.html itself with the
/// hash's own 64 characters read as zeros. So whoever keeps that number can prove every byte of the report, with or without this program:
/// <c>sed s/HASH/000…0/g report.html | sha256sum</c>.
/// </summary>
internal static class Signature
{
    /// <summary>Stands where the hash will be.</summary>
    public static readonly string Blank = new('0', 64);

    /// <summary>Precedes the hash wherever it stands in report.html.</summary>
    public const string Marker = "data-sign-off=\"";

    private static readonly byte[] Anchor = Encoding.UTF8.GetBytes("<code id=\"sign-off\" " + Marker);

    /// <summary>SHA-256 per file, lower-case hex.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> HashAsync(IEnumerable<string> files, Func<string, Stream> open, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            await using var stream = open(file);
            hashes[file] = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }

        return hashes;
    }

    /// <summary>Hashes the stream as it stands (hash blank) and puts the hash in its place.</summary>
    public static async Task SignAsync(Stream html, CancellationToken cancellationToken)
    {
        await html.FlushAsync(cancellationToken).ConfigureAwait(false);
        html.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(html, cancellationToken).ConfigureAwait(false));
        var at = await FindAsync(html, cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("The report has no place for its signature.");
        foreach (var position in new[] { at.Attribute, at.Text })
        {
            html.Position = position;
            await html.WriteAsync(Encoding.ASCII.GetBytes(hash), cancellationToken).ConfigureAwait(false);
        }

        html.Position = html.Length;
    }

    /// <summary>Where the hash stands: in the attribute, and as the text that people read, which follows it. Before it there are texts of any length: the mapping, findings.</summary>
    public static async Task<(long Attribute, long Text)?> FindAsync(Stream html, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        var (kept, start) = (0, 0L);
        html.Position = 0;
        while (await html.ReadAsync(buffer.AsMemory(kept), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            var held = kept + read;
            if (buffer.AsSpan(0, held).IndexOf(Anchor) is >= 0 and var index)
            {
                var attribute = start + index + Anchor.Length;
                var text = attribute + Blank.Length + "\">".Length;
                return text + Blank.Length > html.Length ? null : (attribute, text);
            }

            // The anchor may begin at the end of what was read.
            kept = Math.Min(held, Anchor.Length - 1);
            buffer.AsSpan(held - kept, kept).CopyTo(buffer);
            start += held - kept;
        }

        return null;
    }
}
