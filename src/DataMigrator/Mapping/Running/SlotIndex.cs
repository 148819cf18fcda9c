namespace DataMigrator.Mapping.Running;

/// <summary>Places of values that the engine knows by name. Slots of the mapping's own names follow after.</summary>
internal static class SlotIndex
{
    public const int Direction = 0;
    public const int Start = 1;
    public const int End = 2;
    public const int Duration = 3;
    public const int Customer = 4;
    public const int Agent = 5;
    public const int From = 6;
    public const int To = 7;
    public const int Key = 8;
    public const int Region = 9;
    public const int Zone = 10;
    public const int Locale = 11;
    public const int Legs = 12;

    // Filled by the engine, not by candidates.
    public const int FinalDirection = 13;
    public const int FinalFrom = 14;
    public const int FinalTo = 15;
    public const int StartSource = 16;
    public const int NumberSource = 17;
    public const int Preset = 18;
    public const int FinalLegs = 19;
    public const int FirstFree = 20;
}
