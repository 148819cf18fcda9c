namespace SalesforceEmulator;

/// <summary>One request as the emulator saw it.</summary>
/// <param name="Path">Path with query, as sent.</param>
/// <param name="Status">Status of the answer; 0 when the connection was cut before one.</param>
/// <param name="BytesIn">Body bytes read.</param>
/// <param name="BytesOut">Body bytes written, after compression.</param>
/// <param name="Known">False when the emulator has no such resource.</param>
public sealed record RecordedRequest(string Method, string Path, int Status, long BytesIn, long BytesOut, bool Known)
{
    /// <summary>Name of the fault that was applied; null = none.</summary>
    public string? Fault { get; init; }

    /// <summary>What went wrong inside the emulator itself; null = nothing.</summary>
    public string? Failure { get; init; }
}
