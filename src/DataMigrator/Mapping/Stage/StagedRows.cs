using DataMigrator.Staging;

namespace DataMigrator.Mapping;

/// <summary>Gets one staged record; it is valid during the call only.</summary>
internal delegate void RowAction(in TaskRow row);

/// <summary>The records of a run as they came, one after the other, without mapping them into staging: for assessing and explaining.</summary>
internal sealed class StagedRows(RunContext run, MappingScope scope)
{
    /// <summary>Calls <paramref name="action"/> for every record; false from <paramref name="more"/> ends it early.</summary>
    public void Each(RowAction action, Func<bool> more, CancellationToken cancellationToken)
    {
        using var connection = run.Staging.OpenReader();
        using var chunk = new Statement(connection, "SELECT data FROM chunk WHERE id = ?1");
        if (scope.Source(run.Staging) is not { } source)
        {
            return;
        }

        using var ids = new ChunkQueue(run.Staging, scope);
        using var reader = new ChunkReader(source.Fields, run.Mapping.SourceFields);
        while (ids.Next() is { } id)
        {
            cancellationToken.ThrowIfCancellationRequested();
            chunk.Reset().Integer(1, id).Step();
            reader.Open(chunk.Text(0));
            while (reader.Read())
            {
                action(reader.Row);
                if (!more())
                {
                    return;
                }
            }
        }
    }
}
