using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>What one input column sets: a field, or a lookup through the parent's key.</summary>
/// <param name="Field">The field that is written.</param>
/// <param name="Parent">Object in which the value is looked up; null for a plain column.</param>
/// <param name="ParentKey">Its external id or idLookup field.</param>
internal sealed record ColumnPlan(string Header, FieldSchema Field, Table? Parent, FieldSchema? ParentKey);
