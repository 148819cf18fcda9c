using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Fields that the platform works out when a record is saved.</summary>
internal sealed class DerivedFields
{
    private readonly Action<RecordBuilder, RowView, byte[]>? apply;

    public DerivedFields(OrgData data, ObjectSchema schema) => apply = schema.Name switch
    {
        "Task" => (record, before, now) => Task(data, schema, record, before, now),
        "Contact" or "Lead" => (record, _, _) => FullName(schema, record),
        "Case" => (record, _, _) => record.Set(schema.SlotOf("IsClosed"), record[schema.SlotOf("Status")].SequenceEqual("Closed"u8) ? "true"u8 : "false"u8),
        "Opportunity" => (record, _, _) => record.Set(schema.SlotOf("IsClosed"), record[schema.SlotOf("StageName")].StartsWith("Closed"u8) ? "true"u8 : "false"u8),
        _ => null,
    };

    public void Apply(RecordBuilder record, RowView before, byte[] now) => apply?.Invoke(record, before, now);

    private static void FullName(ObjectSchema schema, RecordBuilder record)
    {
        var first = record[schema.SlotOf("FirstName")];
        var last = record[schema.SlotOf("LastName")];
        Span<byte> name = new byte[first.Length + 1 + last.Length];
        first.CopyTo(name);
        name[first.Length] = (byte)' ';
        last.CopyTo(name[(first.Length + 1)..]);
        record.Set(schema.SlotOf("Name"), first.IsEmpty ? last.ToArray() : name);
    }

    private static void Task(OrgData data, ObjectSchema schema, RecordBuilder record, RowView before, byte[] now)
    {
        var closed = TaskObject.IsClosed(record[schema.SlotOf("Status")]);
        var closedSlot = schema.SlotOf("IsClosed");
        var wasClosed = before.Exists && before[closedSlot].SequenceEqual("true"u8);
        record.Set(closedSlot, closed ? "true"u8 : "false"u8);
        if (closed != wasClosed)
        {
            record.Set(schema.SlotOf("CompletedDateTime"), closed ? now : default(ReadOnlySpan<byte>));
        }

        record.Set(schema.SlotOf("AccountId"), AccountOf(data, record[schema.SlotOf("WhatId")], record[schema.SlotOf("WhoId")]));
        record.Set(schema.SlotOf("IsHighPriority"), record[schema.SlotOf("Priority")].SequenceEqual("High"u8) ? "true"u8 : "false"u8);
        if (!before.Exists && !record.Has(schema.SlotOf("TaskSubtype")))
        {
            record.Set(schema.SlotOf("TaskSubtype"), "Task"u8);
        }
    }

    /// <summary>From What if it is an Account or belongs to one, else from the Contact.</summary>
    private static byte[] AccountOf(OrgData data, ReadOnlySpan<byte> what, ReadOnlySpan<byte> who)
    {
        foreach (var id in (byte[][])[what.ToArray(), who.ToArray()])
        {
            if (data.Schema.OfId(id) is not { } schema || schema.Name is "Case" or "Lead")
            {
                continue;
            }

            if (schema.Name == "Account")
            {
                return id;
            }

            var row = data[schema].Find(id);
            if (row.Exists && !row[schema.SlotOf("AccountId")].IsEmpty)
            {
                return row[schema.SlotOf("AccountId")].ToArray();
            }
        }

        return [];
    }
}
