using System.Text;
using SalesforceEmulator.Org.Store;
using static SalesforceEmulator.Org.Schema.Fields;

namespace SalesforceEmulator.Org.Schema;

/// <summary>Task, with the custom fields of the telephony packages that the org has installed. Source: Object Reference, Task.</summary>
internal static class TaskObject
{
    public static readonly string[] Statuses =
        ["Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred", "Open", "Complete", "Closed", "Not Completed", "Not Answered", "Abgeschlossen"];

    /// <summary>Statuses that close a Task.</summary>
    public static readonly string[] ClosedStatuses = ["Completed", "Complete", "Closed", "Abgeschlossen"];

    private static readonly byte[][] Closing = [.. ClosedStatuses.Select(Encoding.UTF8.GetBytes)];

    public static bool IsClosed(ReadOnlySpan<byte> status)
    {
        foreach (var closing in Closing)
        {
            if (Utf8Text.EqualsIgnoreCase(status, closing))
            {
                return true;
            }
        }

        return false;
    }

    public static IEnumerable<FieldSchema> All(IEnumerable<FieldSchema> packages) =>
    [
        Reference("WhoId", "Name ID", "Contact", "Lead"),
        Reference("WhatId", "Related To ID", "Account", "Case", "Opportunity"),
        Combobox("Subject", "Subject", 255, "Call", "Email", "Send Letter", "Send Quote", "Other"),
        Day("ActivityDate", "Due Date Only"),
        Picklist("Status", "Status", 255, Statuses).Defaulted("Not Started"),
        Picklist("Priority", "Priority", 20, "High", "Normal", "Low").Defaulted("Normal"),
        Flag("IsHighPriority", "High Priority").ReadOnly(),
        Reference("OwnerId", "Assigned To ID", "Group", "User").Defaulted(),
        LongText("Description", "Description", 32000),
        Picklist("Type", "Type", 40, "Call", "Email", "Meeting", "Other"),
        .. Audit(),
        Reference("AccountId", "Account ID", "Account").ReadOnly(),
        Flag("IsClosed", "Closed").ReadOnly(),
        Flag("IsArchived", "Archived").ReadOnly(),
        Whole("CallDurationInSeconds", "Call Duration"),
        Restricted("CallType", "Call Type", 40, "Internal", "Inbound", "Outbound"),
        Text("CallDisposition", "Call Result", 255),
        Text("CallObject", "Call Object Identifier", 255),
        Instant("ReminderDateTime", "Reminder Date/Time"),
        Flag("IsReminderSet", "Reminder Set"),
        Reference("RecurrenceActivityId", "Recurrence Activity ID", "Task").ReadOnly(),
        Flag("IsRecurrence", "Create Recurring Series of Tasks").CreateOnly(),
        Restricted("TaskSubtype", "Task Subtype", 40, "Task", "Email", "ListEmail", "Cadence", "Call", "LinkedIn").CreateOnly(),
        Instant("CompletedDateTime", "Completed Date").ReadOnly(),
        .. packages,
    ];
}
