using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DataMigrator.Reporting;

/// <summary>Recomputes a report's hashes from its files: what <c>report --verify</c> does.</summary>
internal static partial class ReportVerify
{
    /// <summary>Some hundred bytes per file; more than the list will ever take.</summary>
    private const int ListBytes = 1 << 14;

    /// <param name="path">The report folder, or report.html in it.</param>
    /// <exception cref="ReportException">There is no report at that path.</exception>
    public static async Task<VerifyResult> VerifyAsync(string path, CancellationToken cancellationToken)
    {
        var html = Directory.Exists(path) ? Path.Combine(path, ReportFiles.Html) : path;
        if (!File.Exists(html))
        {
            throw new ReportException($"There is no report at '{path}'.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(html))!;
        await using var stream = new FileStream(html, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        if (await Signature.FindAsync(stream, cancellationToken).ConfigureAwait(false) is not { } at)
        {
            return new("", [new(ReportFiles.Html, false, "has no signature")]);
        }

        var signed = await ReadAsync(stream, at.Attribute, cancellationToken).ConfigureAwait(false);
        var shown = await ReadAsync(stream, at.Text, cancellationToken).ConfigureAwait(false);
        var actual = await HashBlankedAsync(stream, at, cancellationToken).ConfigureAwait(false);
        var whole = signed == actual && shown == actual;
        List<FileVerdict> files = [new(ReportFiles.Html, whole, whole ? "unchanged" : "changed since it was written")];
        foreach (var (file, expected) in await ListedAsync(stream, at.Text, cancellationToken).ConfigureAwait(false))
        {
            files.Add(await CheckAsync(Path.Combine(folder, file), file, expected, cancellationToken).ConfigureAwait(false));
        }

        foreach (var missing in ReportFiles.Siblings.Where(s => files.All(f => f.File != s)))
        {
            files.Add(new(missing, false, "is not listed in report.html"));
        }

        return new(signed, files);
    }

    private static async Task<FileVerdict> CheckAsync(string path, string file, string expected, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return new(file, false, "is missing");
        }

        var hashes = await Signature.HashAsync([path], File.OpenRead, cancellationToken).ConfigureAwait(false);
        return hashes[path] == expected ? new(file, true, "unchanged") : new(file, false, "changed since it was written");
    }

    private static async Task<string> ReadAsync(Stream html, long position, CancellationToken cancellationToken)
    {
        var bytes = new byte[Signature.Blank.Length];
        html.Position = position;
        await html.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Encoding.ASCII.GetString(bytes);
    }

    private static async Task<string> HashBlankedAsync(Stream html, (long Attribute, long Text) at, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        html.Position = 0;
        long offset = 0;
        while (await html.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            Blank(buffer, read, offset, at.Attribute);
            Blank(buffer, read, offset, at.Text);
            hash.AppendData(buffer, 0, read);
            offset += read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Blank(byte[] buffer, int read, long offset, long position)
    {
        for (var p = Math.Max(position, offset); p < Math.Min(position + Signature.Blank.Length, offset + read); p++)
        {
            buffer[p - offset] = (byte)'0';
        }
    }

    /// <summary>The list of files follows the signature.</summary>
    private static async Task<List<(string File, string Hash)>> ListedAsync(Stream html, long signature, CancellationToken cancellationToken)
    {
        html.Position = signature;
        var list = new byte[Math.Min(html.Length - signature, ListBytes)];
        await html.ReadExactlyAsync(list, cancellationToken).ConfigureAwait(false);
        return [.. Listed().Matches(Encoding.UTF8.GetString(list)).Select(m => (m.Groups["file"].Value, m.Groups["hash"].Value))];
    }

    [GeneratedRegex("""<code data-file="(?<file>[a-z.]+)" data-sha256="(?<hash>[0-9a-f]{64})">""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Listed();
}

/// <summary>Outcome of a verification.</summary>
/// <param name="SignOff">The sign-off hash that the report carries: compare it with the one that was signed.</param>
internal sealed record VerifyResult(string SignOff, IReadOnlyList<FileVerdict> Files)
{
    /// <summary>Every file is as it was written.</summary>
    public bool Intact => Files.Count > 0 && Files.All(f => f.Intact);
}

/// <summary>One file of a report; <paramref name="Text"/> completes a sentence that begins with its name.</summary>
internal sealed record FileVerdict(string File, bool Intact, string Text);
