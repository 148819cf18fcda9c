namespace SalesforceEmulator;

/// <summary>The embedded org can't start as asked for; the message is a sentence for people.</summary>
public sealed class EmulatorException(string message, Exception? inner = null) : Exception(message, inner);
