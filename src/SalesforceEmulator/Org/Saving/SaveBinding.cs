using System.Buffers;
using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;
using SalesforceEmulator.Org.Values;

namespace SalesforceEmulator.Org.Saving;

/// <summary>Inserts, updates and upserts rows of one set of columns by the rules that describe shows.</summary>
internal sealed class SaveBinding : ISaveBinding
{
    private readonly OrgData data;
    private readonly ObjectSchema schema;
    private readonly Table table;
    private readonly SaveOperation operation;
    private readonly FieldSchema? key;
    private readonly int keyColumn;
    private readonly ColumnPlan[] plans;
    private readonly ValidationRules rules;
    private readonly byte[] runningUser;
    private readonly FieldWriter writer;
    private readonly DerivedFields derived;
    private readonly RecordBuilder record;
    private readonly FieldSchema[] required;
    private readonly (int Slot, byte[] Value)[] defaults;
    private readonly FieldSchema[] unique;
    private readonly FieldSchema? autoNumber;
    private readonly RepeatedKeys? repeated;
    private readonly List<string> names = [];
    private byte[] now = [];
    private uint chunkStart;
    private Rollback? transaction;

    public SaveBinding(OrgData data, ObjectSchema schema, SaveOperation operation, FieldSchema? key, ColumnPlan[] plans, ValidationRules rules, byte[] runningUser)
    {
        (this.data, this.schema, this.operation, this.key, this.plans, this.rules, this.runningUser) = (data, schema, operation, key, plans, rules, runningUser);
        table = data[schema];
        keyColumn = Array.FindIndex(plans, p => p.Parent is null && p.Field.Slot == (key?.Slot ?? 0));
        repeated = operation == SaveOperation.Insert ? null : new RepeatedKeys(keyColumn, key is { CaseSensitive: false, Slot: > 0 });
        writer = new FieldWriter(data, schema);
        derived = new DerivedFields(data, schema);
        record = new RecordBuilder(schema.Fields.Count);
        required = [.. schema.Fields.Where(f => f.RequiredOnCreate)];
        defaults = [.. schema.Fields.Where(f => f.DefaultValue is not null).Select(f => (f.Slot, System.Text.Encoding.UTF8.GetBytes(f.DefaultValue!)))];
        unique = [.. schema.Fields.Where(f => f.Unique)];
        autoNumber = schema.Fields.FirstOrDefault(f => f.AutoNumber);
    }

    public void SaveChunk(IReadOnlyList<RowBuffer> rows, SaveOutcome[] outcomes, Rollback? within = null)
    {
        lock (data.WriteLock)
        {
            ObjectDisposedException.ThrowIf(data.Log.IsDisposed, this);
            now = InstantText.Instant(data.Clock.GetUtcNow().UtcDateTime);
            chunkStart = (uint)table.Count;
            transaction = within;
            repeated?.Mark(rows);
            for (var i = 0; i < rows.Count; i++)
            {
                outcomes[i] = repeated?[i] == true
                    ? new SaveOutcome(null, Created: false, RowErrors.KeyTwice(key, rows[i][keyColumn]))
                    : Save(rows[i]);
            }
        }
    }

    public void WriteNormalized(int column, ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        var plan = plans[column];
        var normalized = plan.Parent is null && !value.SequenceEqual("#N/A"u8) ? FieldWriter.Normalize(plan.Field, value) : null;
        output.Write(normalized is null ? value : normalized);
    }

    private SaveOutcome Save(RowBuffer row)
    {
        var error = Locate(row, out var ordinal, out var exists);
        if (error is not null)
        {
            return new SaveOutcome(null, Created: false, error);
        }

        var before = exists ? table.Get(ordinal) : default;
        if (exists)
        {
            record.Load(before);
        }
        else
        {
            ordinal = (uint)table.Count;
            Begin(ordinal);
        }

        error = Apply(row, exists);
        if (error is null)
        {
            derived.Apply(record, before, now);
            error = Check(exists) ?? rules.Check(schema, record) ?? Duplicates(ordinal) ?? (exists || data.Records < data.MostRecords ? null : RowErrors.StorageFull());
        }

        var id = exists ? SalesforceId.ToText(record[0]) : null;
        if (error is not null)
        {
            return new SaveOutcome(id, Created: false, error);
        }

        Stamp();
        transaction?.Remember(table, ordinal);
        table.Put(record, ordinal);
        return new SaveOutcome(SalesforceId.ToText(record[0]), Created: !exists, null);
    }

    /// <summary>The row that this input means.</summary>
    private OrgError? Locate(RowBuffer row, out uint ordinal, out bool exists)
    {
        ordinal = 0;
        exists = false;
        if (operation == SaveOperation.Insert)
        {
            return keyColumn >= 0 && !row[keyColumn].IsEmpty ? RowErrors.IdOnInsert() : null;
        }

        var value = row[keyColumn];
        if (value.IsEmpty || value.SequenceEqual("#N/A"u8))
        {
            return operation == SaveOperation.Upsert && key!.Slot == 0 ? null : RowErrors.Missing(key?.Name ?? "Id", operation == SaveOperation.Upsert ? "an upsert" : "an update");
        }

        if (key is null || key.Slot == 0)
        {
            return RowLocator.ById(table, value, out ordinal, out exists);
        }

        var found = table.IndexOf(key).Find(value, out ordinal, out var second);
        exists = found == 1;
        if (found > 1)
        {
            return RowErrors.Several(key, RowLocator.IdText(table, ordinal), RowLocator.IdText(table, second));
        }

        return null;
    }

    private void Begin(uint ordinal)
    {
        record.Reset();
        table.WriteId(ordinal, record.Reserve(0, SalesforceId.Length));
        foreach (var (slot, value) in defaults)
        {
            record.Set(slot, value);
        }

        if (schema.OwnerSlot >= 0)
        {
            record.Set(schema.OwnerSlot, runningUser);
        }

        if (autoNumber is not null)
        {
            var prefix = schema.Name == "VoiceCall" ? "VC-" : "";
            record.Set(autoNumber.Slot, System.Text.Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{ordinal + 1:00000000}")));
        }

        record.Set(schema.CreatedDateSlot, now);
        record.Set(schema.CreatedBySlot, runningUser);
    }

    /// <summary>Form first, then permission, then content: the order in which Salesforce stops.</summary>
    private OrgError? Apply(RowBuffer row, bool exists)
    {
        OrgError? content = null;
        names.Clear();
        for (var i = 0; i < plans.Length; i++)
        {
            var value = row[i];
            var plan = plans[i];
            if (value.IsEmpty || plan.Field.Slot == 0)
            {
                continue;
            }

            if (i != keyColumn || !exists)
            {
                if (!(exists ? plan.Field.Updateable : plan.Field.Createable))
                {
                    names.Add(plan.Field.Name);
                    continue;
                }
            }

            OrgError? error = null;
            if (value.SequenceEqual("#N/A"u8))
            {
                record.Clear(plan.Field.Slot);
                error = exists && !plan.Field.Nillable ? RowErrors.Required([plan.Field.Name]) : null;
            }
            else if (plan.Parent is null)
            {
                error = writer.Write(i, plan.Field, value, record, out var unreadable);
                if (unreadable)
                {
                    return error;
                }
            }
            else
            {
                error = FromParent(plan, value);
            }

            content ??= error;
        }

        return names.Count > 0 ? RowErrors.NotWritable([.. names]) : content;
    }

    /// <summary>Parents are looked up among what was there before this chunk: Salesforce resolves keys before it saves.</summary>
    private OrgError? FromParent(ColumnPlan plan, ReadOnlySpan<byte> value)
    {
        var below = plan.Parent == table ? chunkStart : uint.MaxValue;
        uint first, second = 0;
        int found;
        if (plan.ParentKey!.Slot == 0)
        {
            return writer.Write(0, plan.Field, value, record, out _);
        }

        found = plan.Parent!.IndexOf(plan.ParentKey).Find(value, out first, out second, below);
        if (found == 0)
        {
            return RowErrors.ParentNotFound(value, plan.ParentKey, plan.Parent.Schema);
        }

        if (found > 1)
        {
            return RowErrors.Several(plan.ParentKey, RowLocator.IdText(plan.Parent, first), RowLocator.IdText(plan.Parent, second));
        }

        return writer.Write(0, plan.Field, plan.Parent.Get(first)[0], record, out _);
    }

    private OrgError? Check(bool exists)
    {
        if (exists)
        {
            return null;
        }

        names.Clear();
        foreach (var field in required)
        {
            if (!record.Has(field.Slot))
            {
                names.Add(field.Name);
            }
        }

        return names.Count > 0 ? RowErrors.Required([.. names]) : null;
    }

    private OrgError? Duplicates(uint ordinal)
    {
        foreach (var field in unique)
        {
            var value = record[field.Slot];
            if (value.IsEmpty)
            {
                continue;
            }

            var found = table.IndexOf(field).Find(value, out var first, out var second);
            var other = found > 0 && first != ordinal ? first : second;
            if (found > 1 || (found == 1 && first != ordinal))
            {
                return RowErrors.Duplicate(field, other >= chunkStart ? null : RowLocator.IdText(table, other));
            }
        }

        return null;
    }

    private void Stamp()
    {
        record.Set(schema.LastModifiedDateSlot, now);
        record.Set(schema.LastModifiedBySlot, runningUser);
        record.Set(schema.SystemModstampSlot, now);
    }
}
