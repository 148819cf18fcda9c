using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SalesforceEmulator.Tests;

/// <summary>An emulator and a plain HTTP client that is logged in to it.</summary>
internal sealed class Wire : IAsyncDisposable
{
    public const string Api = "/services/data/v66.0";
    private readonly HttpClient client;

    private Wire(Emulator emulator)
    {
        Emulator = emulator;
        client = new HttpClient { BaseAddress = emulator.Url };
    }

    public Emulator Emulator { get; }

    /// <summary>A small org whose jobs take no time, unless told otherwise.</summary>
    public static async Task<Wire> StartAsync(EmulatorOptions? options = null) =>
        new(await Emulator.StartAsync((options ?? new EmulatorOptions { JobDelay = TimeSpan.Zero }) with { Tasks = options?.Tasks is { } tasks and not 20_000 ? tasks : 60 }, CancellationToken.None));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? json) =>
        SendAsync(method, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? token = "valid")
    {
        using var request = new HttpRequestMessage(method, new Uri(Emulator.Url.GetLeftPart(UriPartial.Authority) + path)) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token == "valid" ? Emulator.AccessToken : token);
        }

        using var response = await client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase));
    }

    public static StringContent Csv(string text) => new(text, new UTF8Encoding(false), new MediaTypeHeaderValue("text/csv"));

    /// <summary>Polls until the job is over.</summary>
    public async Task<JsonElement> FinishedAsync(string kind, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var job = (await GetAsync($"{Api}/jobs/{kind}/{id}")).Json;
            if (job.GetProperty("state").GetString() is "JobComplete" or "Failed" or "Aborted")
            {
                return job;
            }

            await Task.Delay(5, patience.Token);
        }
    }

    public async Task<string> CreateJobAsync(string kind, string body)
    {
        var answer = await SendAsync(HttpMethod.Post, $"{Api}/jobs/{kind}", body);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return answer.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Creates, uploads, starts, waits.</summary>
    public async Task<(string Id, JsonElement Job)> IngestAsync(string csv, string body)
    {
        var id = await CreateJobAsync("ingest", body);
        Assert.That((await SendAsync(HttpMethod.Put, $"{Api}/jobs/ingest/{id}/batches", Csv(csv))).Status, Is.EqualTo(201));
        Assert.That((await SendAsync(HttpMethod.Patch, $"{Api}/jobs/ingest/{id}", """{"state":"UploadComplete"}""")).Status, Is.EqualTo(200));
        return (id, await FinishedAsync("ingest", id));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Emulator.DisposeAsync();
    }
}

internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string ErrorCode => Json[0].GetProperty("errorCode").GetString()!;

    public string[] Lines => Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
