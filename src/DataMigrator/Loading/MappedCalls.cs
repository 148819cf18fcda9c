using System.Globalization;

namespace DataMigrator.Loading;

/// <summary>What may be compared or sent: calls whose values are those of the mapping in use.</summary>
internal static class MappedCalls
{
    /// <summary>For a call whose values are purged, or in the order of another mapping: taken as they are, a field would get its neighbour's value.</summary>
    public static OperatorException Unreadable(string taskId, int values, int fields) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The call of Task {taskId} has {values} values where the mapping in use has {fields} fields: {(values == 0 ? "they were purged" : "another mapping made it")}. Read its range again, or map the run again ('map --run ID')."));
}
