namespace SalesforceEmulator.Population;

/// <summary>SplitMix64: the same numbers on every platform and runtime, and a stream of its own for every (seed, block).</summary>
internal struct Dice(ulong seed, ulong stream)
{
    private ulong state = Mix(seed + 0x9E3779B97F4A7C15UL) ^ Mix(stream * 0xD1B54A32D192ED03UL + 1);

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        return Mix(state);
    }

    /// <summary>0 … <paramref name="below"/> - 1.</summary>
    public int Below(int below) => (int)(((Next() >> 32) * (ulong)below) >> 32);

    public long Below(long below) => (long)(Next() % (ulong)below);

    /// <summary>True in <paramref name="perMille"/> of a thousand.</summary>
    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    public T Pick<T>(T[] of) => of[Below(of.Length)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
