namespace DataMigrator.Mapping.Phones;

internal enum DigitOp : byte
{
    Read,
    Split,
    Jump,
    Save,
    End,
    Match
}

/// <summary>One step: <see cref="A"/> is the digit mask, the first target, the slot or the tag; <see cref="B"/> the second target.</summary>
internal readonly record struct DigitStep(DigitOp Op, int A, int B = 0);

/// <summary>A digit pattern as steps. Runs with captures from the first digit on (for prefixes and their rewriting), or is turned
/// into a <see cref="DigitAutomaton"/> (for whole numbers).</summary>
internal sealed class DigitProgram
{
    /// <summary>Start and end of four groups: no plan has more.</summary>
    public const int MaxSlots = 8;

    private readonly List<DigitStep> _steps = [];

    public IReadOnlyList<DigitStep> Steps => _steps;

    /// <summary>How many capturing groups the pattern has.</summary>
    public int Groups { get; private set; }

    /// <exception cref="FormatException">The pattern is not one of a numbering plan.</exception>
    public static DigitProgram Compile(string pattern)
    {
        var program = new DigitProgram();
        program.Add(pattern, tag: 0);
        return program;
    }

    /// <summary>Several patterns at once; each match carries its pattern's place in the list.</summary>
    public static DigitProgram CompileAll(IReadOnlyList<string> patterns)
    {
        var program = new DigitProgram();
        for (var tag = 0; tag < patterns.Count; tag++)
        {
            var split = program._steps.Count;
            program._steps.Add(default);
            program.Add(patterns[tag], tag);
            program._steps[split] = tag == patterns.Count - 1
                ? new DigitStep(DigitOp.Jump, split + 1)
                : new DigitStep(DigitOp.Split, split + 1, program._steps.Count);
        }

        return program;
    }

    /// <summary>Matches at the first digit, earlier alternatives first, as the plans' authors write them.</summary>
    /// <param name="digits">ASCII digits.</param>
    /// <param name="captures">Start and end per group, two ints each, -1 when the group took no part. Room for four groups.</param>
    /// <returns>How many digits were matched, or -1.</returns>
    public int Match(ReadOnlySpan<byte> digits, Span<int> captures)
    {
        captures.Fill(-1);
        return Run(0, 0, digits, captures);
    }

    private int Run(int step, int at, ReadOnlySpan<byte> digits, Span<int> captures)
    {
        while (true)
        {
            var (op, a, b) = (_steps[step].Op, _steps[step].A, _steps[step].B);
            switch (op)
            {
                case DigitOp.Read:
                    if (at >= digits.Length || (a >> (digits[at] - '0') & 1) == 0)
                    {
                        return -1;
                    }

                    at++;
                    step++;
                    break;
                case DigitOp.Split:
                    var first = Run(a, at, digits, captures);
                    if (first >= 0)
                    {
                        return first;
                    }

                    step = b;
                    break;
                case DigitOp.Jump:
                    step = a;
                    break;
                case DigitOp.Save:
                    var before = captures[a];
                    captures[a] = at;
                    var rest = Run(step + 1, at, digits, captures);
                    if (rest < 0)
                    {
                        captures[a] = before;
                    }

                    return rest;
                case DigitOp.End when at < digits.Length:
                    return -1;
                case DigitOp.End:
                    step++;
                    break;
                default:
                    return at;
            }
        }
    }

    private void Add(string pattern, int tag)
    {
        Emit(DigitPattern.Parse(pattern));
        _steps.Add(new DigitStep(DigitOp.Match, tag));
    }

    private void Emit(DigitPattern pattern)
    {
        switch (pattern)
        {
            case DigitPattern.Digit digit:
                _steps.Add(new DigitStep(DigitOp.Read, digit.Mask));
                break;
            case DigitPattern.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Emit(part);
                }

                break;
            case DigitPattern.Choice choice:
                EmitChoice(choice.Options);
                break;
            case DigitPattern.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case DigitPattern.Group group:
                Groups = Math.Max(Groups, group.Number);
                if (group.Number * 2 > MaxSlots)
                {
                    throw new FormatException($"A digit pattern has more than {MaxSlots / 2} groups.");
                }

                _steps.Add(new DigitStep(DigitOp.Save, (group.Number - 1) * 2));
                Emit(group.Part);
                _steps.Add(new DigitStep(DigitOp.Save, ((group.Number - 1) * 2) + 1));
                break;
            default:
                _steps.Add(new DigitStep(DigitOp.End, 0));
                break;
        }
    }

    private void EmitChoice(IReadOnlyList<DigitPattern> options)
    {
        var jumps = new List<int>();
        for (var i = 0; i < options.Count - 1; i++)
        {
            var split = _steps.Count;
            _steps.Add(default);
            Emit(options[i]);
            jumps.Add(_steps.Count);
            _steps.Add(default);
            _steps[split] = new DigitStep(DigitOp.Split, split + 1, _steps.Count);
        }

        Emit(options[^1]);
        foreach (var jump in jumps)
        {
            _steps[jump] = new DigitStep(DigitOp.Jump, _steps.Count);
        }
    }

    private void EmitRepeat(DigitPattern.Repeat repeat)
    {
        for (var i = 0; i < repeat.Min; i++)
        {
            Emit(repeat.Part);
        }

        var splits = new List<int>();
        for (var i = repeat.Min; i < repeat.Max; i++)
        {
            splits.Add(_steps.Count);
            _steps.Add(default);
            Emit(repeat.Part);
        }

        foreach (var split in splits)
        {
            _steps[split] = new DigitStep(DigitOp.Split, split + 1, _steps.Count);
        }
    }
}
