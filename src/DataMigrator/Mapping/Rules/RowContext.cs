namespace DataMigrator.Mapping.Rules;

/// <summary>What a rule may look at: the Task, the lookups, and this thread's scratch.</summary>
internal readonly ref struct RowContext(TaskRow task, ILookups lookups, MapScratch scratch)
{
    public readonly TaskRow Task = task;
    public readonly ILookups Lookups = lookups;
    public readonly MapScratch Scratch = scratch;
}
