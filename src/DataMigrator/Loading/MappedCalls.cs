using System.Globalization;
using System.Text;
using DataMigrator.Staging;

namespace DataMigrator.Loading;

/// <summary>What may be compared or sent: calls whose values are those of the mapping in use.</summary>
internal static class MappedCalls
{
    /// <param name="fields">Fields of the mapping in use.</param>
    /// <exception cref="OperatorException">The values are purged, or those of another mapping: taken as they are, a field would get its neighbour's value.</exception>
    public static void Read(ReadOnlySpan<byte> taskId, ReadOnlySpan<byte> payload, PayloadValues values, int fields)
    {
        Payload.Read(payload, values);
        if (values.Count != fields)
        {
            throw new OperatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"The call of Task {Encoding.ASCII.GetString(taskId)} has {values.Count} values where the mapping in use has {fields} fields: {(values.Count == 0 ? "they were purged" : "another mapping made it")}. Read its range again, or map the run again ('map --run ID')."));
        }
    }
}
