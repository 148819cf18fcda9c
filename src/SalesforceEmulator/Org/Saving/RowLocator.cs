using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Finds rows by id, with the errors of update and delete.</summary>
internal static class RowLocator
{
    public static OrgError? ById(Table table, ReadOnlySpan<byte> value, out uint ordinal, out bool exists)
    {
        ordinal = 0;
        exists = false;
        Span<byte> id = stackalloc byte[SalesforceId.Length];
        if (!SalesforceId.TryNormalize(value, id) || !id[..3].SequenceEqual(table.Schema.PrefixBytes))
        {
            return RowErrors.BadId(table.Schema.Fields[0], value);
        }

        var row = table.TryOrdinal(id, out ordinal) ? table.Get(ordinal) : default;
        exists = row.Exists && !row.IsDeleted;
        return exists ? null : row.Exists && !row.IsPurged ? RowErrors.IsDeleted() : RowErrors.NoSuchRecord();
    }

    public static string IdText(Table table, uint ordinal) => SalesforceId.ToText(table.Get(ordinal)[0]);
}
