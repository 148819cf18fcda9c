namespace DataMigrator;

/// <summary>The operator can mend this: the message is for people and says what was expected, what was found and what to do. Exit code 1.</summary>
internal sealed class OperatorException(string message, Exception? inner = null) : Exception(message, inner);
