namespace DataMigrator.Mapping.Phones;

/// <summary>Tells a Salesforce id from a number: letters in it, and an object's prefix or a suffix that agrees.</summary>
internal static class RecordIdText
{
    // Case, Account, Contact, Lead, Opportunity, User, Task, Event, Campaign, VoiceCall, MessagingSession, LiveChatTranscript.
    private static readonly string[] Prefixes = ["500", "001", "003", "00Q", "006", "005", "00T", "00U", "701", "0LQ", "0Mw", "570"];

    public static bool IsOne(ReadOnlySpan<byte> utf8)
    {
        if (!SalesforceId.TryParse(utf8, out _))
        {
            return false;
        }

        if (utf8.Length == SalesforceId.Length)
        {
            return true;
        }

        var hasLetter = utf8[3..].ContainsAnyInRange((byte)'A', (byte)'Z') || utf8[3..].ContainsAnyInRange((byte)'a', (byte)'z');
        foreach (var prefix in Prefixes)
        {
            if (hasLetter && System.Text.Ascii.Equals(utf8[..3], prefix))
            {
                return true;
            }
        }

        return false;
    }
}
