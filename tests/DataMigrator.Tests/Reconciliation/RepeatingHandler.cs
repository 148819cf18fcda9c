namespace DataMigrator.Tests.Reconciliation;

/// <summary>Result pages of a query job whose first record gives way to a second copy of the last one: as many records as the org says, one of them not read.</summary>
internal sealed class RepeatingHandler() : DelegatingHandler(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.RequestUri!.AbsolutePath.EndsWith("/results", StringComparison.Ordinal))
        {
            return response;
        }

        var records = Records(await response.Content.ReadAsStringAsync(cancellationToken));
        records[1] = records[^1];
        var type = response.Content.Headers.ContentType;
        response.Content = new StringContent(string.Concat(records));
        response.Content.Headers.ContentType = type;
        return response;
    }

    /// <summary>A line end between quotes ends no record.</summary>
    private static List<string> Records(string csv)
    {
        List<string> records = [];
        var (start, quoted) = (0, false);
        for (var at = 0; at < csv.Length; at++)
        {
            quoted ^= csv[at] == '"';
            if (csv[at] == '\n' && !quoted)
            {
                records.Add(csv[start..(at + 1)]);
                start = at + 1;
            }
        }

        return records;
    }
}
