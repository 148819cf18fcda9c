using static SalesforceEmulator.Org.Schema.Fields;

namespace SalesforceEmulator.Org.Schema;

/// <summary>Custom Task fields that a telephony vendor's package, or the admin who set it up, brings. Only what the profile has installed exists.</summary>
internal static class PackageFields
{
    private static readonly Dictionary<string, FieldSchema[]> ByProfile = new(StringComparer.Ordinal)
    {
        ["open-cti"] = [],
        ["cti-toolkit"] = [],
        ["generic"] = [],
        ["aircall"] = [Text("aircall__Country__c", "Country", 80)],
        ["twilio-flex"] = [],
        ["avaya"] = [Text("CallInitiatedTime__c", "Call Initiated Time", 80), Text("CallAnsweredTime__c", "Call Answered Time", 80)],
        ["amazon-connect"] = [],
        ["five9"] =
        [
            Text("Five9__Five9SessionId__c", "Five9 Session Id", 255), Text("Five9__Five9ANI__c", "Five9 ANI", 40), Text("Five9__Five9DNIS__c", "Five9 DNIS", 40),
            Text("Five9__Five9CallType__c", "Five9 Call Type", 40), Text("Five9__Five9HandleTime__c", "Five9 Handle Time", 40), Text("Five9__Five9WrapTime__c", "Five9 Wrap Time", 40),
            Number("Five9__Five9TalkAndHoldTimeInSeconds__c", "Five9 Talk And Hold Time In Seconds", 18, 0), Text("Five9__Five9Agent__c", "Five9 Agent", 255),
            Text("Five9__Five9AgentName__c", "Five9 Agent Name", 255), Text("Five9__Five9AgentExtension__c", "Five9 Agent Extension", 40),
            Text("Five9__Five9Campaign__c", "Five9 Campaign", 255), Picklist("Five9__Five9TaskType__c", "Five9 Task Type", 255, "Call", "Callback", "Voicemail"),
            Url("Five9_Call_Recording__c", "Five9 Call Recording"),
        ],
        ["ringcentral"] =
        [
            Instant("rcsfl__call_start_time__c", "Call Start Time"), Instant("rcsfl__call_end_time__c", "Call End Time"), Text("rcsfl__from_number__c", "From Number", 255),
            Text("rcsfl__to_number__c", "To Number", 255), Text("rcsfl__CALL_UNIQUE_ID__c", "CALL UNIQUE ID", 255).External(unique: true),
            Text("rcsfl__CALL_UUID__c", "CALL UUID", 255).External(unique: false), Text("rcsfl__caller_name__c", "Caller Name", 255), Text("rcsfl__callee_name__c", "Callee Name", 255),
            Text("rcsfl__caller_location__c", "Caller Location", 255), Text("rcsfl__callee_location__c", "Callee Location", 255),
            Text("rcsfl__Recording_Information__c", "Recording Information", 255),
            Text("rcsfl__Call_Recording__c", "Call Recording", 1300).ReadOnly() with { Calculated = true, HtmlFormatted = true },
            Text("rcsfl__RC_Logging_Type__c", "RC Logging Type", 40), Picklist("rcsfl__hvs_disposition__c", "HVS Disposition", 255, "Call Back Later", "Left Voicemail", "Meaningful Connect", "Not Interested", "Unqualified"),
            Text("rcsfl__external_whoid__c", "External WhoId", 18),
        ],
        ["vonage"] =
        [
            Instant("NVMContactWorld__CW_Call_Start_Time__c", "Call Start Time"), Instant("NVMContactWorld__CW_Call_End_Time__c", "Call End Time"),
            Number("NVMContactWorld__CallTalkTimeInSeconds__c", "Call Talk Time In Seconds", 18, 0), Text("NVMContactWorld__Customer_Number__c", "Customer Number", 40),
        ],
        ["genesys-cloud"] =
        [
            Text("Genesys_Ani__c", "Genesys Ani", 255), Text("Genesys_Called_Number__c", "Genesys Called Number", 255),
            Text("Genesys_Interaction_Id__c", "Genesys Interaction Id", 255), Text("Genesys_Queue__c", "Genesys Queue", 255),
        ],
        ["genesys-engage"] = [Text("Genesys_ANI_Data__c", "ANI", 40), Text("Genesys_DNIS_Data__c", "DNIS", 40)],
        ["nice-cxone"] =
        [
            Text("ANI__c", "ANI", 40), Text("DNIS__c", "DNIS", 40), Text("ContactID__c", "Contact ID", 40), Text("Disposition__c", "Disposition", 255), Text("Skill__c", "Skill", 255),
            Text("Call_Direction__c", "Call Direction", 40), Text("Agent_Name__c", "Agent Name", 255),
        ],
        ["cisco"] = [Text("cnx__CTIInfo__c", "CTI Info", 255)],
        ["salesloft"] =
        [
            Text("SalesLoft1__Call_Disposition__c", "SalesLoft Call Disposition", 255), Text("SalesLoft1__Call_Sentiment__c", "SalesLoft Call Sentiment", 255),
            Number("SalesLoft1__Call_Duration_in_Minutes__c", "SalesLoft Call Duration in Minutes", 18, 2), Text("SalesLoft1__SalesLoft_Type__c", "SalesLoft Type", 255),
            Text("SalesLoft1__SalesLoft_Cadence_Name__c", "SalesLoft Cadence Name", 255), Text("SalesLoft1__SalesLoft_Step_Day__c", "SalesLoft Step Day", 255),
        ],
        ["ringdna"] =
        [
            Text("ringdna__Call_Direction__c", "Call Direction", 40), Number("ringdna__Call_Duration_min__c", "Call Duration (min)", 18, 2), Flag("ringdna__Call_Connected__c", "Call Connected"),
            Instant("ringdna__Call_Start_Time__c", "Call Start Time"), Text("ringdna__Call_Disposition__c", "Call Disposition", 255), Number("ringdna__Call_Rating__c", "Call Rating", 2, 0),
            Flag("ringdna__Voicemail__c", "Voicemail"), Phone("ringdna__From_Number__c", "From Number"), Phone("ringdna__To_Number__c", "To Number"),
            Phone("ringdna__Local_Presence_Num__c", "Local Presence Num"), Url("ringdna__Recording_URL__c", "Recording URL"),
        ],
    };

    public const string Mixed = "mixed";

    /// <summary>The profiles there are, <c>mixed</c> last.</summary>
    public static IReadOnlyList<string> Profiles { get; } = [.. ByProfile.Keys.Order(StringComparer.Ordinal), Mixed];

    /// <summary>Fields of one profile; of all for <c>mixed</c>.</summary>
    public static IEnumerable<FieldSchema> Of(string profile) =>
        profile == Mixed ? ByProfile.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(p => p.Value) : ByProfile[profile];
}
