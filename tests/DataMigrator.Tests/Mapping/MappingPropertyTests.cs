using System.Text;
using DataMigrator.Mapping;
using DataMigrator.Mapping.Lookups;
using DataMigrator.Staging;

namespace DataMigrator.Tests.Mapping;

/// <summary>Whatever is in a row, mapping it ends in one of three doors, the same each time, and a mapped call keeps the promises of VoiceCall.</summary>
[Parallelizable]
internal sealed class MappingPropertyTests
{
    private static readonly ICompiledMapping Mapping = Mapped.Default().Mapping;

    private static readonly string[] Pieces =
    [
        "", "Call", "Inbound", "outbound", "2024-03-05T10:00:00.000Z", "2024-03-05", "125", "-1", "1e9", "99999999", "+14155550100", "(212) 555-0187", "00T000000000001EAA",
        "005000000000001AAA", "true", "false", "https://x.example/?a=1&b=2", "=cmd|' /C calc'!A0", "<b>", "\0", "\u202E", "😀", "Call 3/5/2024, 3:04 PM", "Duration: 5 min", "aircall, inbound, 4930123456",
        "anonymous", "sip:a@b.example", "a\r\nPhone: +44 20 7946 0123", "\"quoted\"", "\\", "{Subject}", "SMS sent to Ada", "Reminder: call", "[Completed] inbound voice at Fri Nov 20 2026 15:04:00 GMT+0000",
    ];

    private static readonly Dictionary<string, string> Usual = new()
    {
        ["CreatedDate"] = "2024-03-05T10:00:00.000Z", ["ActivityDate"] = "2024-03-05", ["TaskSubtype"] = "Call", ["CallType"] = "Inbound", ["IsClosed"] = "true",
        ["CallDurationInSeconds"] = "125", ["Subject"] = "Inbound call from +44 20 7946 0123", ["OwnerId"] = "005000000000001AAA",
    };

    private static (string, CallBuffer, MapOutcome) Run(ICallMapper mapper, byte[] bytes, int[] ends)
    {
        var call = new CallBuffer(Mapping.TargetFields.Count);
        var outcome = mapper.Map(new TaskRow(bytes, ends), call);
        var text = new StringBuilder($"{outcome.Door}|{outcome.Reason}|{call.Detail}|{call.Starts}|{call.Ends}|{call.Duration}|{call.How.Packed}|{call.LinkKey}");
        for (var i = 0; i < call.Count && outcome.Door == TaskDoor.Mapped; i++)
        {
            text.Append('|').Append(call.IsNull(i) ? "null" : Convert.ToHexString(call[i]));
        }

        return (text.ToString(), call, outcome);
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Mapping_is_total_pure_and_stable(int seed, byte[] noise)
    {
        var (bytes, ends) = Row(seed, noise);
        var mapper = Mapping.CreateMapper(new LookupTablesBuilder(Mapping.Lookups).Build());
        var (first, call, outcome) = Run(mapper, bytes, ends);

        // Another row in between must leave no trace, and another mapper must agree.
        var (other, otherEnds) = Row(seed + 1, []);
        Run(mapper, other, otherEnds);
        var again = Run(mapper, bytes, ends).Item1;
        var elsewhere = Run(Mapping.CreateMapper(new LookupTablesBuilder(Mapping.Lookups).Build()), bytes, ends).Item1;
        return first == again && first == elsewhere && Promises(call, outcome);
    }

    [Test]
    public void The_rows_of_this_test_leave_by_every_door()
    {
        var mapper = Mapping.CreateMapper(new LookupTablesBuilder(Mapping.Lookups).Build());
        var doors = Enumerable.Range(0, 1000).Select(seed => Row(seed, [])).Select(r => Run(mapper, r.Bytes, r.Ends).Item3.Door).GroupBy(d => d).ToDictionary(g => g.Key, g => g.Count());
        Assert.That(doors.Values, Has.Count.EqualTo(3).And.All.GreaterThan(5));
    }

    private static bool Promises(CallBuffer call, MapOutcome outcome)
    {
        if (outcome.Door != TaskDoor.Mapped)
        {
            return outcome.Reason is { Text.Length: > 0 } && outcome.Reason.Kind == outcome.Door;
        }

        for (var i = 0; i < call.Count; i++)
        {
            var field = Mapping.TargetFields[i];
            if (call.IsNull(i) ? field.Name is "CallType" or "FromPhoneNumber" or "ToPhoneNumber" or "CallStartDateTime" or "CallEndDateTime"
                : field.Length > 0 && Encoding.UTF8.GetCharCount(call[i]) > field.Length || !System.Text.Unicode.Utf8.IsValid(call[i]) || call[i].Contains((byte)0))
            {
                return false;
            }
        }

        return call.Ends == call.Starts + call.Duration && call.Duration is >= 0 and <= 86_400 && call.How.From != NumberSource.None && call.How.To != NumberSource.None;
    }

    private static (byte[] Bytes, int[] Ends) Row(int seed, byte[] noise)
    {
        var random = new System.Random(seed);
        var bytes = new List<byte>();
        var ends = new int[Mapping.SourceFields.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            if (Mapping.SourceFields[i] is "IsDeleted" or "IsRecurrence")
            {
                bytes.AddRange("false"u8);
            }
            else if (i == 0)
            {
                bytes.AddRange("00T000000000001EAA"u8);
            }
            else if (random.Next(4) > 0)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(Usual.GetValueOrDefault(Mapping.SourceFields[i], string.Empty)));
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                if (random.Next(6) == 0)
                {
                    bytes.AddRange(noise);
                }
            }

            ends[i] = bytes.Count;
        }

        return ([.. bytes], ends);
    }
}
