namespace SalesforceEmulator.Population.Calls;

/// <summary>What agents type.</summary>
internal static class CallTexts
{
    public static readonly string[] Dispositions =
    [
        "Connected", "Left Voicemail", "No Answer", "Busy", "Wrong Number", "Call Back Later", "Meaningful Connect", "Not Interested", "Interested", "Niet opgenomen", "Erledigt", "Vendu ✔", "DNC",
    ];

    public static readonly string[] Queues = ["Support Tier 1", "Sales Inbound", "Billing", "After Hours", "VIP 重要"];

    private static readonly string[] Notes =
    [
        "Asked for the invoice of last month.",
        "Left a message with the assistant, will call back.",
        "Kunde möchte ein Angebot bis Freitag – bitte zurückrufen.",
        "El cliente pide factura; «urgente»",
        "顧客は見積もりを希望しています。",
        "הלקוח ביקש שיחזרו אליו מחר",
        "يرجى الاتصال بالعميل غدًا",
        "Great call 🎉👍 – family of 👨‍👩‍👧‍👦",
        "Line one\nline two, with \"quotes\", commas; semicolons\nline three",
        "=HYPERLINK(\"http://evil.example\",\"click\")",
        "+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "<b>Important</b> <script>alert('x')</script> &amp; <img src=x onerror=alert(1)>",
        "Windows line\r\nends\r\nhere\t(tab)",
        "  blanks around  ",
        "Trailing backslash \\",
        "O'Brien said \"yes\"",
        "e\u0301 combining, \u200fRTL mark, zero\u200bwidth",
    ];

    private static readonly string Long = string.Concat(Enumerable.Range(1, 90).Select(i => $"{i:00}. Discussed item {i} of the contract; see the notes of the meeting.\n"));

    public static string? Note(ref Dice dice)
    {
        var roll = dice.Below(10_000);
        return roll switch
        {
            < 4500 => null,
            < 9000 => Notes[dice.Below(3)],
            < 9940 => Notes[dice.Below(Notes.Length)],
            < 9999 => Long,
            _ => "Before the NUL\0and after it",
        };
    }
}
