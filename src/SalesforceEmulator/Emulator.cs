namespace SalesforceEmulator;

/// <summary>The embedded org: REST and Bulk API 2.0 over HTTP on loopback. Use in process or through <c>datamigrator emulate</c>.</summary>
public sealed class Emulator : IAsyncDisposable
{
    private Emulator()
    {
    }

    /// <summary>Base address, such as <c>http://127.0.0.1:41873</c>; no trailing slash.</summary>
    public Uri Url => throw new NotImplementedException();

    /// <summary>A valid access token of the integration user.</summary>
    public string AccessToken => throw new NotImplementedException();

    /// <summary>Client id accepted by every OAuth flow.</summary>
    public string ClientId => throw new NotImplementedException();

    /// <summary>Client secret for client credentials and refresh.</summary>
    public string ClientSecret => throw new NotImplementedException();

    /// <summary>Username of the integration user.</summary>
    public string Username => throw new NotImplementedException();

    /// <summary>Refresh token of the integration user.</summary>
    public string RefreshToken => throw new NotImplementedException();

    /// <summary>Every request so far, for tests that watch the wire: method, path with query, status, bytes in and out.</summary>
    public IReadOnlyList<RecordedRequest> Requests => throw new NotImplementedException();

    /// <summary>Generates or reopens the org, binds, and returns once it answers.</summary>
    public static Task<Emulator> StartAsync(EmulatorOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Stops serving, flushes the data file.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>What the embedded org is to be.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Port on 127.0.0.1; 0 = any free one.</summary>
    public int Port { get; init; }

    /// <summary>Call-log Tasks (with their messy neighbours) to generate.</summary>
    public long Tasks { get; init; } = 20_000;

    /// <summary>Same seed, same org, to the byte.</summary>
    public int Seed { get; init; } = 1;

    /// <summary><c>mixed</c>, or one vendor preset's name.</summary>
    public string Profile { get; init; } = "mixed";

    /// <summary>Folder that keeps the org between starts; null = a temporary one, deleted on dispose.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Drop what the data folder holds and generate anew.</summary>
    public bool Reset { get; init; }

    /// <summary>JSON fault plan; null = no faults.</summary>
    public string? FaultPlanFile { get; init; }

    /// <summary>The org's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Default rows per bulk result page when the client sends no <c>maxRecords</c>.</summary>
    public int ResultPageSize { get; init; } = 50_000;
}

/// <summary>One request as the emulator saw it.</summary>
public sealed record RecordedRequest(string Method, string Path, int Status, long BytesIn, long BytesOut, bool Known);
