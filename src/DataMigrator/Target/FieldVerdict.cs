namespace DataMigrator.Target;

/// <summary>How a value of the target relates to the value that was sent.</summary>
internal enum FieldVerdict
{
    /// <summary>The same value, however it is written (offset of an instant, 1.0 for 1, 15 or 18 characters of an id), or within the field's tolerance.</summary>
    Equal,

    /// <summary>Differs only by what Salesforce does to every value when it stores it: blanks at the ends, line ends, NUL, fractions of a second, case of a picklist value.</summary>
    Normalised,

    /// <summary>Another value.</summary>
    Different,
}
