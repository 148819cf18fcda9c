using DataMigrator.EndToEnd.RealClients;

namespace DataMigrator.EndToEnd.Reports;

/// <summary>The accessibility checker axe-core: where DATAMIGRATOR_AXE points to, or where <c>scripts/install-test-tools</c> puts it.</summary>
internal static class AxeCore
{
    /// <summary>Path of axe.min.js. Skips the test if it is not there, except in CI, where that is a failure.</summary>
    public static string Path => ClientTools.Require(Environment.GetEnvironmentVariable("DATAMIGRATOR_AXE") is { Length: > 0 } given ? given : System.IO.Path.Combine(ClientTools.Packages, "axe-core", "axe.min.js"));
}
