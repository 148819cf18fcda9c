using System.Buffers.Text;
using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping.Stage;

/// <summary>
/// A mapping small enough to work out by hand. A Task without a number in Description is rejected, one whose Subject begins with "plan" is skipped; the call
/// starts at CreatedDate (unix seconds in these tests) and lasts CallDurationInSeconds; CallObject is the link key; the Who's name is looked up.
/// </summary>
internal sealed record PlainMapping : ICompiledMapping
{
    public string Version { get; init; } = "v1";

    public string Name => "plain";

    public string Text => "plain: true";

    public string SourceObject => "Task";

    public IReadOnlyList<string> SourceFields { get; init; } = ["Id", "Subject", "Description", "CreatedDate", "CallDurationInSeconds", "CallObject", "OwnerId", "WhoId", "IsDeleted"];

    public string? SourceFilter { get; init; }

    public IReadOnlyList<TargetField> TargetFields { get; init; } =
    [
        new("Legacy_Task_Id__c", "string", 18, true, true), new("FromPhoneNumber", "phone", 40, true, false), new("UserId", "reference", 18, true, false),
        new("Description", "textarea", 255, true, true), new("Merged_Task_Ids__c", "textarea", 255, true, true),
    ];

    public string ExternalIdField => "Legacy_Task_Id__c";

    public IReadOnlyList<LookupSpec> Lookups { get; init; } = [];

    public LinkRule? Links { get; init; }

    /// <summary>Put before every number: a changed mapping.</summary>
    public string Prefix { get; init; } = "";

    public ICallMapper CreateMapper(ILookups lookups) => new Mapper(this, lookups);

    private sealed class Mapper(PlainMapping mapping, ILookups lookups) : ICallMapper
    {
        private static readonly MapReason NoNumber = new(TaskDoor.Rejected, "FromPhoneNumber", "phone", "no number found");
        private static readonly MapReason Planned = new(TaskDoor.Skipped, "Subject", "planned", "not a call yet");

        public MapOutcome Map(in TaskRow row, CallBuffer call)
        {
            if (row[1].StartsWith("plan"u8))
            {
                return new MapOutcome(TaskDoor.Skipped, Planned);
            }

            if (row[2].Length == 0)
            {
                call.Detail = Encoding.UTF8.GetString(row[1]);
                return new MapOutcome(TaskDoor.Rejected, NoNumber);
            }

            call.Set(At("Legacy_Task_Id__c"), row[0]);
            call.Set(At("FromPhoneNumber"), [.. Encoding.UTF8.GetBytes(mapping.Prefix), .. row[2]]);
            call.Set(At("UserId"), row[6]);
            if (mapping.Lookups.Count > 0 && lookups.TryGet(0, row[7], out var who))
            {
                call.Set(At("Description"), who[0]);
            }

            call.Starts = Utf8Parser.TryParse(row[3], out long starts, out _) ? starts : 0;
            call.Duration = Utf8Parser.TryParse(row[4], out long seconds, out _) ? seconds : 0;
            call.Ends = call.Starts + call.Duration;
            call.LinkKey = row[5].Length == 0 ? null : HashCode64.Of(row[5]);
            return MapOutcome.Mapped;
        }

        private int At(string field) => mapping.TargetFields.Select(target => target.Name).ToList().IndexOf(field);
    }
}
