using System.Runtime.InteropServices;

namespace DataMigrator.Mapping.Phones;

/// <summary>Several digit patterns as one table: a whole number is judged by one look-up per digit, without going back,
/// and the answer is the set of patterns that it fits.</summary>
internal sealed class DigitAutomaton
{
    private const int Dead = -1;
    private readonly int[] _next;
    private readonly ushort[] _accepts;

    private DigitAutomaton(int[] next, ushort[] accepts) => (_next, _accepts) = (next, accepts);

    /// <summary>Bit n is set when the whole of <paramref name="digits"/> (ASCII) fits pattern n.</summary>
    public int Match(ReadOnlySpan<byte> digits)
    {
        var state = 0;
        foreach (var digit in digits)
        {
            state = _next[(state * 10) + digit - '0'];
            if (state == Dead)
            {
                return 0;
            }
        }

        return _accepts[state];
    }

    /// <summary>At most 16 patterns.</summary>
    public static DigitAutomaton Compile(IReadOnlyList<string> patterns) => new Builder(DigitProgram.CompileAll(patterns).Steps).Build();

    /// <summary>Subset construction. A state is the set of Read steps that may come next.</summary>
    private sealed class Builder(IReadOnlyList<DigitStep> steps)
    {
        private readonly Dictionary<StateKey, int> _known = [];
        private readonly List<StateKey> _states = [];
        private readonly List<ushort> _accepts = [];
        private readonly int[] _seen = new int[steps.Count];
        private readonly List<int> _reads = [];
        private int _round;
        private int _accepted;

        public DigitAutomaton Build()
        {
            var next = new List<int>();
            Begin();
            Follow(0);
            Finish();
            for (var state = 0; state < _states.Count; state++)
            {
                for (var digit = 0; digit < 10; digit++)
                {
                    Begin();
                    foreach (var read in _states[state].Reads)
                    {
                        if ((steps[read].A >> digit & 1) != 0)
                        {
                            Follow(read + 1);
                        }
                    }

                    next.Add(Finish());
                }
            }

            return new DigitAutomaton([.. next], [.. _accepts]);
        }

        private void Begin()
        {
            _round++;
            _reads.Clear();
            _accepted = 0;
        }

        private void Follow(int step)
        {
            while (_seen[step] != _round)
            {
                _seen[step] = _round;
                switch (steps[step].Op)
                {
                    case DigitOp.Read:
                        _reads.Add(step);
                        return;
                    case DigitOp.Match:
                        _accepted |= 1 << steps[step].A;
                        return;
                    case DigitOp.Split:
                        Follow(steps[step].A);
                        step = steps[step].B;
                        break;
                    case DigitOp.Jump:
                        step = steps[step].A;
                        break;
                    default:
                        step++;
                        break;
                }
            }
        }

        private int Finish()
        {
            if (_reads.Count == 0 && _accepted == 0)
            {
                return Dead;
            }

            _reads.Sort();
            var key = new StateKey([.. _reads], (ushort)_accepted);
            if (!_known.TryGetValue(key, out var state))
            {
                state = _states.Count;
                _known.Add(key, state);
                _states.Add(key);
                _accepts.Add(key.Accepts);
            }

            return state;
        }
    }

    private readonly record struct StateKey(int[] Reads, ushort Accepts)
    {
        public bool Equals(StateKey other) => Accepts == other.Accepts && Reads.AsSpan().SequenceEqual(other.Reads);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Accepts);
            hash.AddBytes(MemoryMarshal.AsBytes(Reads.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
