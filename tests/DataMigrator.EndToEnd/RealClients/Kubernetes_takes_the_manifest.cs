namespace DataMigrator.EndToEnd.RealClients;

/// <summary>The CronJob of <c>scripts/schedule</c> is held to Kubernetes' own schema (batch/v1), by the npm package that is made from it.</summary>
[Category("RealClients"), Parallelizable(ParallelScope.Self)]
public sealed class Kubernetes_takes_the_manifest
{
    [Test]
    public async Task Of_the_nightly_run()
    {
        ClientTools.Require(Path.Combine(ClientTools.Packages, "kubernetes-models", "package.json"));
        using var home = ClientHome.Create();
        var manifest = Path.Combine(Checkout.Root, "scripts", "schedule", "cronjob.yaml");
        Assert.That((await home.ScriptAsync("cronjob.cjs", manifest)).Stdout.Trim(), Is.EqualTo("CronJob is valid"));

        // The schema does look: a manifest without its schedule is refused.
        var broken = home.PathOf("broken.yaml");
        await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(manifest)).Replace("  schedule:", "  sometimes:", StringComparison.Ordinal));
        var refused = await home.RunAsync(ClientTools.Node, Path.Combine(Checkout.Root, "scripts", "clients", "cronjob.cjs"), broken);
        Assert.That((refused.ExitCode, refused.Stdout), Is.EqualTo((1, "data/spec must have required property schedule\n")));
    }
}
