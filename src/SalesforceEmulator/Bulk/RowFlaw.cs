namespace SalesforceEmulator.Bulk;

/// <summary>What is wrong with the form of an uploaded row.</summary>
internal enum RowFlaw
{
    None,

    /// <summary>Something other than a delimiter or line end next to a quote.</summary>
    Quote,

    /// <summary>More values than the header has names.</summary>
    TooManyFields,

    /// <summary>A value of more than 131,072 characters.</summary>
    LongField,

    /// <summary>More than 400,000 characters in the row.</summary>
    LongRow,

    /// <summary>The line does not end the way the job says.</summary>
    LineEnding,
}
