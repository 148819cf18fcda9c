using System.Globalization;

namespace DataMigrator.Staging;

/// <summary>Tells one content of table lookup from another: part of the mapping state, so that a changed User or Contact maps its Tasks anew.</summary>
internal static class LookupHash
{
    public static string Of(StagingDatabase staging)
    {
        using var reader = staging.OpenReader();
        using var rows = new Statement(reader, "SELECT name, key, value FROM lookup ORDER BY name, key");
        long hash = 0;
        while (rows.Step())
        {
            hash = HashCode64.Of(rows.Text(2), HashCode64.Of(rows.Text(1), HashCode64.Of(rows.Text(0), hash)));
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
