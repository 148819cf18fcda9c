using DataMigrator.Cli.Configuration;

namespace DataMigrator.Cli.Tests.Configuration;

public sealed class Settings
{
    private string folder = null!;

    [SetUp]
    public void Start() => folder = Directory.CreateTempSubdirectory("settings-").FullName;

    [TearDown]
    public void Stop()
    {
        Environment.SetEnvironmentVariable("DATAMIGRATOR_Migration__Window", null);
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void The_flag_beats_the_environment_and_the_environment_beats_the_file()
    {
        var file = Write("""{ "Migration": { "Window": "day", "Parallelism": 7 } }""");
        Assert.That(Load(file).Migration.Window, Is.EqualTo("day"));

        Environment.SetEnvironmentVariable("DATAMIGRATOR_Migration__Window", "week");
        Assert.That(Load(file).Migration.Window, Is.EqualTo("week"));
        Assert.That(Load(file, ("Migration:Window", "year")).Migration, Has.Property("Window").EqualTo("year").And.Property("Parallelism").EqualTo(7));
    }

    [Test]
    public void A_target_that_is_left_out_is_the_source() => Assert.That(Load(Write("{}")).SameOrg, Is.True);

    [Test]
    public void A_target_of_its_own_is_another_org() =>
        Assert.That(Load(Write("""{ "Target": { "InstanceUrl": "https://other.my.salesforce.com" } }""")).SameOrg, Is.False);

    [TestCase("""{ "Target": { "Auth": { "SfAlias": "sandbox" } } }""", "Target:Auth:SfAlias")]
    [TestCase("""{ "Target": { "InstanceUrl": "", "ApiVersion": "66.0" } }""", "Target:ApiVersion")]
    public void Half_a_target_is_no_leave_to_write_to_the_source(string json, string key) =>
        Assert.That(() => Load(Write(json)), Throws.TypeOf<OperatorException>().With.Message.Contain($"'{key}' is set and 'Target:InstanceUrl' is not"));

    [TestCase("Source:Auth:SfAlias", "production")]
    [TestCase("Source:Auth:ClientSecret", "s3cret")]
    public void Credentials_without_their_org_do_not_run_against_the_embedded_one(string key, string value) =>
        Assert.That(() => Load(Write("""{ "Source": { "InstanceUrl": "emulator" } }"""), (key, value)), Throws.TypeOf<OperatorException>().With.Message.Contain($"'{key}' is set, but 'Source:InstanceUrl' is the embedded org").And.Message.Not.Contain(value));

    [Test]
    public void Every_setting_is_told_in_the_documentation()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "operations.md"));
        var missing = SettingsSchema.Keys.Where(key => !key.StartsWith("Target:", StringComparison.Ordinal))
            .Where(key => !text.Contains($"`{key}`", StringComparison.Ordinal) && !text.Contains($"`{key.Replace("Source:", string.Empty, StringComparison.Ordinal)}`", StringComparison.Ordinal));
        Assert.That(SettingsSchema.Keys, Has.Length.GreaterThan(40));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Blanks_and_line_breaks_around_a_value_are_none_of_it() =>
        Assert.That(Load(Write("{}"), ("Source:InstanceUrl", " https://x.my.salesforce.com\n"), ("Source:Auth:ClientSecret", " s3cret\n"), ("Target:InstanceUrl", "\n")), Has.Property("Source").Property("Auth").Property("ClientSecret").EqualTo("s3cret").And.Property("SameOrg").True);

    [Test]
    public void Every_problem_is_named_at_once()
    {
        var problem = Assert.Throws<OperatorException>(() => Load(Write("""{ "Migration": { "Windo": "day", "RowsPerJob": "-1" }, "Source": { "ApiVersion": "new" } }""")))!.Message;

        Assert.That(problem, Does.Contain("Unknown setting 'Migration:Windo'. Did you mean 'Migration:Window'?").And.Contain("'Migration:RowsPerJob' must be").And.Contain("'Source:ApiVersion' must be"));
    }

    [TestCase("10", "A number alone would be days.")]
    [TestCase("-00:00:10", "It lies in the past.")]
    [TestCase("soon", "It is no duration.")]
    public void A_duration_that_could_be_misread_is_refused(string text, string why) =>
        Assert.That(() => Load(Write("{}"), ("Migration:RetryDelay", text)), Throws.TypeOf<OperatorException>().With.Message.Contain("'Migration:RetryDelay' must be a duration such as 00:30:00"), why);

    [Test]
    public void Sections_of_other_programs_are_left_alone() => Assert.DoesNotThrow(() => Load(Write("""{ "Logging": { "LogLevel": { "Default": "Debug" } } }""")));

    [Test]
    public void A_file_that_is_no_JSON_is_named() => Assert.That(() => Load(Write("{\n  nonsense")), Throws.TypeOf<OperatorException>().With.Message.Contain("settings.json' can't be read: it is no JSON at line 2, column 3."));

    [Test]
    public void A_secret_in_a_chosen_file_is_warned_about()
    {
        var warnings = new List<string>();
        SettingsLoader.Load(Write("""{ "Source": { "InstanceUrl": "https://x.my.salesforce.com", "Auth": { "AccessToken": "t0ken" } } }"""), new Dictionary<string, string?>(), warnings.Add);

        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(warnings[0], Does.Contain("DATAMIGRATOR_Source__Auth__AccessToken").And.Not.Contain("t0ken"));
    }

    [TestCase("5%", 100, 5, false)]
    [TestCase("5%", 100, 6, true)]
    [TestCase("0", 100, 1, true)]
    [TestCase("12", 100, 12, false)]
    [TestCase("0.5%", 1000, 5, false)]
    [TestCase("0.5%", 1000, 6, true)]
    public void A_tolerance_is_rows_or_percent(string text, long total, long count, bool exceeded)
    {
        Assert.That(Tolerance.TryParse(text, out var tolerance), Is.True);
        Assert.That(tolerance.IsExceededBy(count, total), Is.EqualTo(exceeded));
    }

    [TestCase("many")]
    [TestCase("-1")]
    [TestCase("101%")]
    [TestCase("1.5")]
    public void Anything_else_is_no_tolerance(string text) => Assert.That(Tolerance.TryParse(text, out _), Is.False);

    private string Write(string json)
    {
        var file = Path.Combine(folder, "settings.json");
        File.WriteAllText(file, json);
        return file;
    }

    private static AppSettings Load(string file, params (string Key, string Value)[] flags) =>
        SettingsLoader.Load(file, flags.ToDictionary(flag => flag.Key, flag => (string?)flag.Value), _ => { });
}
