using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesforceEmulator.Authentication;
using SalesforceEmulator.Bulk;

namespace SalesforceEmulator.Endpoints;

/// <summary>Kestrel on loopback with the emulator's three steps: record and disturb, compress, dispatch.</summary>
internal static class Listener
{
    private const long LargestBody = 50L * 1024 * 1024;
    private const int LargestHead = 128 * 1024;

    /// <summary>How long a request may go on when the emulator stops; then its connection is cut.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static WebApplication Build(Site site, int port)
    {
        // Empty: nothing of the host program's settings, environment or signal handling gets in here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Patience);
        builder.Services.AddResponseCompression(o =>
        {
            o.Providers.Add<GzipCompressionProvider>();
            o.MimeTypes = ["application/json", "text/csv", "application/xml"];
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(o => o.Level = System.IO.Compression.CompressionLevel.Fastest);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;

            // Longer than Salesforce takes, so that its own refusals (414, 431) can be given.
            kestrel.Limits.MaxRequestLineSize = LargestHead;
            kestrel.Limits.MaxRequestHeadersTotalSize = LargestHead;
        });

        var app = builder.Build();
        app.Use(next => new Recorder(site, next).InvokeAsync);
        app.UseResponseCompression();
        app.Run(new Dispatcher(site, Routes()).InvokeAsync);
        return app;
    }

    private static Router Routes()
    {
        var router = new Router();
        OAuthEndpoints.Map(router);
        IdentityEndpoints.Map(router);
        VersionEndpoints.Map(router);
        DescribeEndpoints.Map(router);
        QueryEndpoints.Map(router);
        ReplicationEndpoints.Map(router);
        RecordEndpoints.Map(router);
        CollectionEndpoints.Map(router);
        new CompositeEndpoints(router).Map();
        TreeEndpoint.Map(router);
        LimitsEndpoint.Map(router);
        QueryJobEndpoints.Map(router);
        IngestEndpoints.Map(router);
        AsyncApiEndpoints.Map(router);
        InspectionEndpoints.Map(router);
        return router;
    }

    /// <summary>Leaves Ctrl-C to the program that started the emulator.</summary>
    private sealed class QuietLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
