using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>Where a value came from; becomes <see cref="Staging.StartSource"/> and <see cref="Staging.NumberSource"/>.</summary>
internal enum ValueOrigin : byte
{
    None,
    Field,
    Subject,
    Description,
    Disposition,
    Who,
    What,
    User,
    Constant,
    Created,
    Completed,
    DateOnly,
    Other,
}

/// <summary>
/// One compiled rule. Immutable, shared between threads; all that changes is in the row's scratch. An empty text means "no value".
/// Spans are valid until the row is done.
/// </summary>
internal abstract class Rule
{
    /// <summary>As a person would name it, such as <c>first-of</c> or <c>Subject</c>.</summary>
    public abstract string Label { get; }

    /// <summary>Where it stands: file and line; empty for the engine's own.</summary>
    public string Site { get; set; } = string.Empty;

    public virtual ValueOrigin Origin => ValueOrigin.Other;

    /// <summary>What it asks, in order; for explaining.</summary>
    public virtual IReadOnlyList<Rule> Parts => [];

    /// <summary>UTF-8; empty = no value.</summary>
    public abstract ReadOnlySpan<byte> Text(scoped in RowContext row);

    /// <summary>What is in its text, which the caller has; known once per row where it is a field of the Task.</summary>
    public virtual LetterSet Letters(scoped in RowContext row, ReadOnlySpan<byte> text) => LetterSet.Of(text);

    /// <summary>Whether it looks for its value in a text and mostly finds none.</summary>
    public virtual bool Seeks => false;

    /// <summary>The value as a number.</summary>
    public virtual bool TryNumber(scoped in RowContext row, out double number) => NumberText.TryParse(Text(row), out number);

    /// <summary>The value as an instant, milliseconds since 1970 UTC. Text without offset is no instant: use <c>datetime</c> with a zone.</summary>
    public virtual bool TryInstant(scoped in RowContext row, out long milliseconds) =>
        Times.IsoTime.TryParse(Text(row), out milliseconds, out var hasOffset) && hasOffset;

    /// <summary>
    /// A telephone number as it is written, from a place that holds one but in a form that no region makes valid; empty if it is none.
    /// Asked only when every rule has failed to give a number.
    /// </summary>
    public virtual ReadOnlySpan<byte> WrittenNumber(scoped in RowContext row) => default;

    /// <summary>Which part gave the value, for rules that choose; −1 if it is the rule itself.</summary>
    public virtual int Choice(scoped in RowContext row) => -1;

    /// <summary>Why it gives nothing, for explaining; called only when it does.</summary>
    public virtual string WhyNot(scoped in RowContext row) => "empty";
}
