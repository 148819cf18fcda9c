using SalesforceEmulator.Org.Schema;
using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>The org's validation rules; off until switched on.</summary>
internal sealed class ValidationRules
{
    /// <summary>Refuses a VoiceCall that ends before it starts.</summary>
    public const string EndAfterStart = "Call_End_After_Start";

    public const string EndAfterStartMessage = "The call can't end before it starts.";
    private volatile bool endAfterStart;

    public static IReadOnlyList<string> Names { get; } = [EndAfterStart];

    public bool IsActive(string name) => name == EndAfterStart && endAfterStart;

    /// <exception cref="ArgumentException">No such rule.</exception>
    public void Set(string name, bool active)
    {
        if (name != EndAfterStart)
        {
            throw new ArgumentException($"The org has no validation rule '{name}'; it has: {string.Join(", ", Names)}.", nameof(name));
        }

        endAfterStart = active;
    }

    public OrgError? Check(ObjectSchema schema, RecordBuilder record) =>
        endAfterStart && schema.Name == "VoiceCall"
        && record[schema.SlotOf("CallEndDateTime")].SequenceCompareTo(record[schema.SlotOf("CallStartDateTime")]) < 0
            ? new OrgError("FIELD_CUSTOM_VALIDATION_EXCEPTION", EndAfterStartMessage, ["CallEndDateTime"])
            : null;
}
