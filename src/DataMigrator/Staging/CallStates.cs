namespace DataMigrator.Staging;

/// <summary>task.door: how a Task left the mapping.</summary>
internal enum TaskDoor
{
    /// <summary>Became a call.</summary>
    Mapped = 1,

    /// <summary>Is not a call of its own (planned, SMS, merged into another, …).</summary>
    Skipped = 2,

    /// <summary>A call that could not be mapped.</summary>
    Rejected = 3,
}

/// <summary>call.plan: what loading has to do.</summary>
internal enum CallPlan
{
    /// <summary>Not compared with the target yet.</summary>
    Undecided = 0,

    /// <summary>Not in the target: all columns.</summary>
    Create = 1,

    /// <summary>In the target, only updateable columns differ.</summary>
    Update = 2,

    /// <summary>Create-only data differ and replacing is allowed: delete and create again.</summary>
    Replace = 3,

    /// <summary>In the target and equal.</summary>
    Unchanged = 4,

    /// <summary>Only create-only data differ, and replacing is not allowed.</summary>
    Blocked = 5,

    /// <summary>Salesforce Voice logged this call itself: never doubled.</summary>
    Native = 6,

    /// <summary>Updateable columns differ and are sent; create-only data differ too and stay as they are, because replacing is not allowed.</summary>
    UpdateInPart = 7,
}

/// <summary>How people say it.</summary>
internal static class CallPlanWords
{
    public static string Words(this CallPlan plan) => plan == CallPlan.UpdateInPart ? "update in part" : plan.ToString().ToLowerInvariant();
}

/// <summary>call.state: what loading did with the call in the run that call.run names.</summary>
internal enum CallState
{
    /// <summary>Nothing yet (counts as left once loading ran).</summary>
    Pending = 0,

    /// <summary>Seen in successfulResults as created, or found in the target after an ambiguous answer.</summary>
    Created = 1,

    /// <summary>Updated.</summary>
    Updated = 2,

    /// <summary>Deleted and created again.</summary>
    Replaced = 3,

    /// <summary>Nothing to do.</summary>
    Unchanged = 4,

    /// <summary>Blocked: see call.changes.</summary>
    Blocked = 5,

    /// <summary>Refused for good, or out of attempts: error_code, error_message.</summary>
    Failed = 6,

    /// <summary>Waits for another round (transient error, unprocessed, parent not there yet).</summary>
    Retry = 7,

    /// <summary>Deleted by rollback.</summary>
    RolledBack = 8,
}

/// <summary>How people say it.</summary>
internal static class CallStateWords
{
    public static string Words(this CallState state) => state switch
    {
        CallState.Pending => "left",
        CallState.RolledBack => "rolled back",
        _ => state.ToString().ToLowerInvariant(),
    };
}

/// <summary>call.how: how start, From and To were found, and the legs that the Task's text tells of; four bits each would do, a byte each is readable in hex.</summary>
/// <param name="Legs">2 to <see cref="MostLegs"/> if one Task tells of several legs (it stays one call); else 0.</param>
internal readonly record struct CallSources(StartSource Start, NumberSource From, NumberSource To, byte Legs = 0)
{
    public const byte MostLegs = 99;

    public int Packed => (int)Start | ((int)From << 8) | ((int)To << 16) | (Legs << 24);

    public static CallSources Unpack(long value) =>
        new((StartSource)(value & 255), (NumberSource)((value >> 8) & 255), (NumberSource)((value >> 16) & 255), (byte)((value >> 24) & 255));
}

/// <summary>Where the start time came from.</summary>
internal enum StartSource
{
    None = 0,

    /// <summary>A real start (or end) field.</summary>
    Field = 1,

    /// <summary>CreatedDate.</summary>
    Created = 2,

    /// <summary>CompletedDateTime.</summary>
    Completed = 3,

    /// <summary>Local date and time in the Subject.</summary>
    Subject = 4,

    /// <summary>Text of the Description.</summary>
    Description = 5,

    /// <summary>ActivityDate only: the time of day is a convention.</summary>
    DateOnly = 6,

    /// <summary>A constant or another rule.</summary>
    Other = 7,
}

/// <summary>Where a number came from.</summary>
internal enum NumberSource
{
    None = 0,

    /// <summary>A number field of the Task.</summary>
    Field = 1,

    /// <summary>Subject.</summary>
    Subject = 2,

    /// <summary>Description.</summary>
    Description = 3,

    /// <summary>CallDisposition.</summary>
    Disposition = 4,

    /// <summary>The Who record.</summary>
    Who = 5,

    /// <summary>The What record or its Account.</summary>
    What = 6,

    /// <summary>The agent's User record.</summary>
    User = 7,

    /// <summary>The call center, or a constant of the mapping.</summary>
    Constant = 8,

    /// <summary>Another field or rule.</summary>
    Other = 9,
}
