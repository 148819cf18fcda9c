using DataMigrator.Cli.Terminal;

namespace DataMigrator.Cli.Tests.Terminal;

public sealed class Redaction_of_what_is_logged
{
    private readonly Redaction redaction = new();

    [Test]
    public void Known_secrets_go_also_in_their_escaped_form()
    {
        redaction.Add(["s3cr3t/with+signs="]);

        Assert.That(redaction.Apply("a s3cr3t/with+signs= b s3cr3t%2Fwith%2Bsigns%3D c"), Is.EqualTo("a [secret] b [secret] c"));
    }

    [TestCase("Bearer 00D000000000001!AQ.abc_def", "Bearer [session id]")]
    [TestCase("token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4eHh4eCJ9.c2lnbmF0dXJl end", "token [token] end")]
    [TestCase("called +1 415 555 0199 twice", "called +1 4…99 twice")]
    [TestCase("called +33612345678.", "called +336…78.")]
    public void Shapes_of_secrets_and_numbers_are_blacked_out(string text, string expected) => Assert.That(redaction.Apply(text), Is.EqualTo(expected));

    [TestCase("Extraction: 19,815/19,815  17,241/s")]
    [TestCase("00T6g0000000001EAA at 2026-11-20T08:19:00Z, job 750Dn000000001fIAA, http://127.0.0.1:41873")]
    public void Counts_ids_times_and_addresses_stay(string text) => Assert.That(redaction.Apply(text), Is.EqualTo(text));
}
