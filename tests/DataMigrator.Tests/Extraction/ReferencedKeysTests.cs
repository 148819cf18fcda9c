using System.Text;
using DataMigrator.Extraction;
using DataMigrator.Mapping;
using DataMigrator.Staging;
using DataMigrator.Tests.Mapping.Stage;
using DataMigrator.Tests.Staging;

namespace DataMigrator.Tests.Extraction;

/// <summary>The keys that Tasks point at, page by page.</summary>
internal sealed class ReferencedKeysTests
{
    private static readonly PlainMapping Mapping = new()
    {
        SourceFields = ["Id", "OwnerId", "WhoId"],
        Lookups = [new LookupSpec("owner", "User", "Id", ["Name"], null, ["OwnerId"], ["005"]), new LookupSpec("who", "Contact", "Id", ["Name"], null, ["WhoId", "OwnerId"], ["003"])],
    };

    private readonly RecordBuffer record = new(3);
    private TemporaryStaging staging = null!;

    [SetUp]
    public void Begin() => staging = new TemporaryStaging();

    [TearDown]
    public void End() => staging.Dispose();

    [Test]
    public async Task Each_key_is_stored_once_with_the_lookups_it_belongs_to()
    {
        var (run, page) = (new ReferencedKeys(Mapping), new ReferencedKeys(Mapping));
        Collect(page, "005A", "003A");
        Collect(page, "00GA", "00QA");
        Collect(page, "005A", "");
        await MergeAsync(run, page);
        page.Clear();
        Collect(page, "005B", "003A");
        await MergeAsync(run, page);
        Assert.That(Stored(), Is.EqualTo(["owner|005A", "owner|005B", "who|003A"]));
    }

    [Test]
    public async Task Too_many_keys_are_all_records_and_no_later_page_brings_single_ones()
    {
        var (run, page) = (new ReferencedKeys(Mapping), new ReferencedKeys(Mapping));
        for (var key = 0; key <= ReferencedKeys.Most; key++)
        {
            Collect(page, "005A", $"003{key}");
        }

        await MergeAsync(run, page);
        page.Clear();
        Collect(page, "005B", "003X");
        await MergeAsync(run, page);
        Assert.That(Stored(), Is.EqualTo(["owner|005A", "owner|005B", "who|"]));

        // A resumed run knows it too.
        var resumed = new ReferencedKeys(Mapping);
        resumed.Restore(staging.Database, 1);
        var other = new ReferencedKeys(Mapping);
        Collect(other, "005C", "003Y");
        await MergeAsync(resumed, other);
        Assert.That(Stored(), Is.EqualTo(["owner|005A", "owner|005B", "owner|005C", "who|"]));
    }

    [Test]
    public async Task Pages_may_be_too_many_together()
    {
        var run = new ReferencedKeys(Mapping);
        foreach (var first in (int[])[0, 15_000])
        {
            var page = new ReferencedKeys(Mapping);
            for (var key = first; key < first + 15_000; key++)
            {
                Collect(page, "005A", $"003{key}");
            }

            await MergeAsync(run, page);
        }

        Assert.That(staging.Scalar<long>("SELECT COUNT(*) FROM reference WHERE name = 'who' AND key = ''"), Is.EqualTo(1));
    }

    private void Collect(ReferencedKeys keys, string owner, string who)
    {
        record.Clear();
        foreach (var value in (string[])["00T1", owner, who])
        {
            record.Add(Encoding.UTF8.GetBytes(value));
        }

        keys.Collect(record);
    }

    private async Task MergeAsync(ReferencedKeys run, ReferencedKeys page)
    {
        using var scope = await staging.Database.WriteAsync(CancellationToken.None);
        run.Merge(page, scope, 1);
        scope.Commit();
    }

    private List<string> Stored() => staging.Rows("SELECT name, key FROM reference ORDER BY name, key");
}
