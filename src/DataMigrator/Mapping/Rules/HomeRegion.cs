using DataMigrator.Mapping.Phones;

namespace DataMigrator.Mapping.Rules;

/// <summary>
/// Where a row's national numbers are dialled: the first value of the slot <c>region</c> if it names one, else the mapping's setting. Only numbers that don't say
/// their country ask for it.
/// </summary>
internal sealed class HomeRegion(Slot slot, int index, PhoneRegion otherwise)
{
    public PhoneRegion Of(scoped in RowContext row) =>
        slot.Candidates.Length > 0 && LocaleRegion.TryParse(slot.Value(row, index).Text, out var region) ? region : otherwise;
}
