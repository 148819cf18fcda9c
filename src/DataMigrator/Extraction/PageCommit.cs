using Dapper;
using DataMigrator.Staging;
using Salesforce.Force.Bulk;

namespace DataMigrator.Extraction;

/// <summary>Writes one page: its chunks, its groups, its position, and the keys it points at, in one transaction. A kill before the commit loses this page only.</summary>
internal sealed class PageCommit(StagingDatabase staging, long run, ReferencedKeys keys, TimeProvider time)
{
    public async Task WriteAsync(long window, ResultPage page, StagedPage staged, CancellationToken cancellationToken)
    {
        using var scope = await staging.WriteAsync(cancellationToken).ConfigureAwait(false);
        using (var insert = scope.Prepare("INSERT INTO chunk (run, window, page, rows, data) VALUES (?1, ?2, ?3, ?4, ?5)"))
        {
            foreach (var chunk in staged.Chunks)
            {
                insert.Integer(1, run).Integer(2, window).Integer(3, page.Ordinal).Integer(4, chunk.Rows).Blob(5, chunk.Data.Span).Execute();
            }
        }

        if (staged.Groups is { } groups)
        {
            PageGroups.Write(scope, window, page.Ordinal, groups.Span);
        }

        scope.Connection.Execute(
            """
            INSERT INTO page (window, ordinal, locator, next_locator, rows, bytes, read_at) VALUES (@window, @Ordinal, @Locator, @NextLocator, @Rows, @Bytes, @now);
            UPDATE window SET state = 'reading', rows = rows + @Rows WHERE id = @window;
            """,
            new { window, page.Ordinal, page.Locator, page.NextLocator, staged.Rows, staged.Bytes, now = Instants.Text(time.GetUtcNow()) },
            scope.Transaction);
        keys.Merge(staged.Keys, scope, run);
        scope.Commit();
    }
}
