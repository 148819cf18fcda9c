using System.Security.Cryptography;
using System.Text;
using Dapper;
using DataMigrator.Reporting;

namespace DataMigrator.Tests.Reporting;

internal sealed class ReportVerifyTests
{
    private ReportFixture fixture = null!;
    private ReportPaths paths = null!;

    [SetUp]
    public async Task Report()
    {
        fixture = new ReportFixture();
        await SampleRun.FillAsync(fixture.Staging, findings: 8);
        paths = await fixture.ReportAsync();
    }

    [TearDown]
    public void Close() => fixture.Dispose();

    [Test]
    public async Task An_untouched_report_is_intact()
    {
        var result = await ReportVerify.VerifyAsync(Path.GetDirectoryName(paths.Html)!, CancellationToken.None);
        Assert.That(result.Intact, Is.True);
        Assert.That(result.Files.Select(f => f.File), Is.EqualTo(new[] { "report.html", "report.json", "findings.csv", "rejected.csv", "failed.csv", "changes.csv", "linked.csv" }));
    }

    [Test]
    public async Task A_report_with_a_mapping_of_any_length_is_signed_and_intact()
    {
        using (var scope = await fixture.Staging.WriteAsync(CancellationToken.None))
        {
            scope.Connection.Execute("UPDATE mapping SET text = @text", new { text = new string('#', 1_500_000) }, scope.Transaction);
            scope.Commit();
        }

        paths = await fixture.ReportAsync();

        Assert.That((await ReportVerify.VerifyAsync(paths.Html, CancellationToken.None)).Intact, Is.True);
    }

    [Test]
    public async Task The_signature_is_found_wherever_it_stands_in_what_is_read_at_once()
    {
        const string Anchor = "<code id=\"sign-off\" data-sign-off=\"";
        for (var before = 65_536 - Anchor.Length - 1; before <= 65_536 + 1; before++)
        {
            using var html = new MemoryStream(Encoding.ASCII.GetBytes($"{new string('x', before)}{Anchor}{Signature.Blank}\">{Signature.Blank}</code>"));
            var attribute = before + Anchor.Length;
            Assert.That(await Signature.FindAsync(html, CancellationToken.None), Is.EqualTo(((long)attribute, attribute + 66L)));
        }
    }

    [Test]
    public async Task The_signed_number_can_be_recomputed_without_this_program()
    {
        var result = await ReportVerify.VerifyAsync(paths.Html, CancellationToken.None);
        var blanked = (await File.ReadAllTextAsync(paths.Html)).Replace(result.SignOff, new string('0', 64), StringComparison.Ordinal);
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blanked))), Is.EqualTo(result.SignOff));
    }

    [TestCase("report.html", "UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_R0W")]
    [TestCase("report.html", "\"words\":[", "\"words\": [")]
    [TestCase("report.json", "\"created\": 4", "\"created\": 5")]
    [TestCase("findings.csv", "edited-since", "edited-after")]
    [TestCase("rejected.csv", "no number found", "no number")]
    [TestCase("failed.csv", "Call 5", "Call 6")]
    public async Task A_changed_file_is_named(string file, string original, string forged)
    {
        var path = Path.Combine(Path.GetDirectoryName(paths.Html)!, file);
        var text = await File.ReadAllTextAsync(path);
        Assert.That(text, Does.Contain(original));
        await File.WriteAllTextAsync(path, text.Replace(original, forged, StringComparison.Ordinal));

        var result = await ReportVerify.VerifyAsync(paths.Html, CancellationToken.None);
        Assert.That(result.Intact, Is.False);
        Assert.That(result.Files.Where(f => !f.Intact).Select(f => f.File), Is.EqualTo(new[] { file }));
    }

    [Test]
    public async Task A_missing_file_is_named()
    {
        File.Delete(paths.Failed);
        var result = await ReportVerify.VerifyAsync(paths.Html, CancellationToken.None);
        Assert.That(result.Files.Single(f => !f.Intact), Is.EqualTo(new FileVerdict("failed.csv", false, "is missing")));
    }

    [Test]
    public async Task A_signature_that_shows_one_number_and_carries_another_is_not_intact()
    {
        var text = await File.ReadAllTextAsync(paths.Html);
        var hash = (await ReportVerify.VerifyAsync(paths.Html, CancellationToken.None)).SignOff;
        var shown = text.LastIndexOf(hash, StringComparison.Ordinal);
        await File.WriteAllTextAsync(paths.Html, text[..shown] + new string('a', 64) + text[(shown + 64)..]);
        Assert.That((await ReportVerify.VerifyAsync(paths.Html, CancellationToken.None)).Intact, Is.False);
    }

    [Test]
    public async Task A_folder_without_a_report_is_named() =>
        await Assert.ThrowsAsync<ReportException>(() => ReportVerify.VerifyAsync(fixture.PathOf("nowhere"), CancellationToken.None));
}
