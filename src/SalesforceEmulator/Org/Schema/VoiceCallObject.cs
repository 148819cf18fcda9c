using static SalesforceEmulator.Org.Schema.Fields;

namespace SalesforceEmulator.Org.Schema;

/// <summary>
/// VoiceCall as the Object Reference (Spring '26) and a real org's describe show it: nearly every field can be set on create only.
/// The custom fields are those deployed for a migration of call logs.
/// </summary>
internal static class VoiceCallObject
{
    public static IEnumerable<FieldSchema> All() =>
    [
        Text("Name", "Name", 30).Required().ReadOnly().AsName().Key() with { AutoNumber = true, DefaultedOnCreate = true },
        Reference("OwnerId", "Owner ID", "Group", "User").Defaulted(),
        .. Audit(),
        Instant("LastViewedDate", "Last Viewed Date").ReadOnly(),
        Instant("LastReferencedDate", "Last Referenced Date").ReadOnly(),
        Instant("CallStartDateTime", "Call Started").Required().CreateOnly(),
        Instant("CallEndDateTime", "Call Ended").Required().CreateOnly(),
        Phone("FromPhoneNumber", "Caller Contact Info").Required().CreateOnly(),
        Phone("ToPhoneNumber", "Recipient Contact Info").Required().CreateOnly(),
        Restricted("CallType", "Call Type", 40, "Internal", "Inbound", "Outbound", "Coach", "Bridge", "Transfer", "Callback", "InternalCall", "Consult").Required().CreateOnly(),
        Reference("ActivityId", "Activity ID", "Task"),
        Reference("RelatedRecordId", "Related Record ID", "Account", "Case", "Contact", "Lead", "Opportunity"),
        Reference("UserId", "User ID", "User").CreateOnly(),
        Reference("CallCenterId", "Call Center ID", "CallCenter").CreateOnly(),
        Whole("CallDurationInSeconds", "Call Duration in Seconds").CreateOnly(),
        Text("CallDisposition", "Call Status", 255).CreateOnly(),
        Picklist("CallResolution", "Call Resolution", 255, "Resolved"),
        LongText("Description", "Description", 32000),
        Text("VendorCallKey", "Vendor Call Key", 255).Key().CreateOnly(),
        Text("VendorParentCallKey", "Vendor Parent Call Key", 255).CreateOnly(),
        Restricted("VendorType", "Vendor Type", 40, "Twilio", "Custom", "TwilioTrial", "ContactCenter", "RingCentral", "DialPad", "AmazonConnect", "AirCall", "VirtualVoiceAgent").CreateOnly(),
        Reference("PreviousCallId", "Previous Call ID", "VoiceCall").CreateOnly(),
        Reference("NextCallId", "Next Call ID", "VoiceCall").CreateOnly(),
        Restricted("CallOrigin", "Call Origin", 40, "Preview", "Progressive", "Voicemail").CreateOnly(),
        Restricted("CallSubtype", "Call Subtype", 40, "PSTN", "WebRTC").CreateOnly(),
        Restricted("SourceType", "Source Type", 40, "Sales", "Service").NotFilterable(),
        Text("DisconnectReason", "Disconnect Reason", 255).CreateOnly(),
        Text("QueueName", "Queue Name", 255).CreateOnly(),
        Instant("CallAcceptDateTime", "Call Accepted").CreateOnly(),
        Instant("CallQueuedDateTime", "Call Queued").CreateOnly(),
        Instant("CallConnectDateTime", "Call Connected").CreateOnly(),
        Whole("CustomerHoldDuration", "Customer Hold Duration").CreateOnly(),
        Whole("LongestHoldDuration", "Longest Hold Duration").CreateOnly(),
        Whole("NumberOfHolds", "Number of Holds").CreateOnly(),
        Whole("IvrDuration", "IVR Duration"),
        Number("QualityScore", "Quality Score"),
        Reference("CallerId", "Caller ID", "ConversationParticipant").CreateOnly() with { RelationshipName = "Caller" },
        Reference("RecipientId", "Recipient ID", "ConversationParticipant").CreateOnly(),
        Reference("EndUserId", "Messaging User ID", "MessagingEndUser").CreateOnly(),
        Reference("ConversationId", "Conversation ID", "Conversation").CreateOnly(),
        Reference("CallRecordingId", "Call Recording ID", "VoiceCallRecording").CreateOnly(),
        Flag("IsRecorded", "Recorded").CreateOnly(),
        Reference("MediaProviderId", "Media Provider ID", "CallCoachingMediaProvider").CreateOnly(),
        Text("ConferenceKey", "Conference Key", 255).CreateOnly(),
        Restricted("CallerIdType", "Caller ID Type", 40, "VendorLine", "CompanyNumber", "LocalPresence", "CustomCallerId").CreateOnly(),
        Restricted("CurrencyCode", "Currency Code", 3, "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "CHF").CreateOnly(),
        Number("Price", "Price", 18, 2).CreateOnly(),
        Text("Legacy_Task_Id__c", "Legacy Task Id", 18).External(unique: true, caseSensitive: true),
        Text("Legacy_Subject__c", "Legacy Subject", 255),
        Text("Legacy_Outcome__c", "Legacy Outcome", 255),
        Text("Legacy_Start_Source__c", "Legacy Start Source", 40),
        Text("Legacy_Number_Source__c", "Legacy Number Source", 40),
        Instant("Legacy_Created_Date__c", "Legacy Created Date"),
        Text("Legacy_Created_By__c", "Legacy Created By", 18),
        Url("Legacy_Recording_URL__c", "Legacy Recording URL"),
        LongText("Legacy_Merged_Task_Ids__c", "Legacy Merged Task Ids", 32000),
        Number("Legacy_Leg_Count__c", "Legacy Leg Count", 3, 0),
        Text("Legacy_Who_Id__c", "Legacy Who Id", 18),
        Text("Legacy_What_Id__c", "Legacy What Id", 18),
        Text("Legacy_Queue__c", "Legacy Queue", 255),
    ];
}
