namespace DataMigrator.Mapping.Assessing;

/// <summary>Which package wrote a row, told from the first filled field with its namespace; "standard" if none is.</summary>
internal static class VendorMarks
{
    private static readonly (string Prefix, byte[] Vendor)[] Namespaces =
    [
        ("Five9", "five9"u8.ToArray()), ("rcsfl__", "ringcentral"u8.ToArray()), ("RingCentral__", "ringcentral"u8.ToArray()), ("NVMContactWorld__", "vonage"u8.ToArray()),
        ("aircall", "aircall"u8.ToArray()), ("SalesLoft", "salesloft"u8.ToArray()), ("ringdna__", "ringdna"u8.ToArray()), ("cnx__", "bucher-suter"u8.ToArray()),
        ("Genesys_", "genesys"u8.ToArray()), ("zoom_app__", "zoom"u8.ToArray()),
    ];

    public static ReadOnlySpan<byte> Of(scoped in TaskRow row, IReadOnlyList<string> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (row[i].IsEmpty || !columns[i].EndsWith("__c", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var (prefix, vendor) in Namespaces)
            {
                if (columns[i].StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                {
                    return vendor;
                }
            }
        }

        return "standard"u8;
    }
}
