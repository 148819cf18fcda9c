using System.Security.Cryptography;
using System.Text;

namespace DataMigrator.Staging;

/// <summary>What makes two invocations "the same command", so that the second resumes the first.</summary>
internal static class RunSignature
{
    /// <summary>
    /// Range as it was asked for (an open end stays open, so that tomorrow's command resumes today's), orgs, mapping version (another version reads other
    /// columns), external id field, limit and whether it writes. Paths, verbosity, tolerances and parallelism are left out: changing them must not start over.
    /// </summary>
    public static string Of(
        string command, bool executed, DateTimeOffset? from, DateTimeOffset? to, bool incremental, long? limit,
        string? sourceOrg, string? targetOrg, string? mappingVersion, string externalIdField)
    {
        string?[] parts =
        [
            command, executed ? "execute" : "plan", Instants.Text(from), Instants.Text(to), incremental ? "incremental" : "range",
            limit?.ToString(System.Globalization.CultureInfo.InvariantCulture), sourceOrg, targetOrg, mappingVersion, externalIdField,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }
}
