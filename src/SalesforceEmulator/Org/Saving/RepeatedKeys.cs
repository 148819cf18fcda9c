using SalesforceEmulator.Org.Store;

namespace SalesforceEmulator.Org.Saving;

/// <summary>A key that comes more than once in a chunk fails every row that has it: none could say which value wins.</summary>
internal sealed class RepeatedKeys(int keyColumn, bool ignoreCase)
{
    private uint[] hashes = [];
    private bool[] repeated = [];

    public bool this[int row] => repeated[row];

    public void Mark(IReadOnlyList<RowBuffer> rows)
    {
        if (hashes.Length < rows.Count)
        {
            hashes = new uint[rows.Count];
            repeated = new bool[rows.Count];
        }

        Array.Clear(repeated);
        for (var i = 0; i < rows.Count; i++)
        {
            hashes[i] = Utf8Text.Hash(rows[i][keyColumn], ignoreCase);
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (!rows[i][keyColumn].IsEmpty)
            {
                MarkLike(rows, i);
            }
        }
    }

    private void MarkLike(IReadOnlyList<RowBuffer> rows, int row)
    {
        var value = rows[row][keyColumn];
        for (var next = row + 1; next < rows.Count; next++)
        {
            var skip = hashes.AsSpan(next, rows.Count - next).IndexOf(hashes[row]);
            if (skip < 0)
            {
                return;
            }

            next += skip;
            var other = rows[next][keyColumn];
            if (ignoreCase ? Utf8Text.EqualsIgnoreCase(value, other) : value.SequenceEqual(other))
            {
                repeated[row] = repeated[next] = true;
            }
        }
    }
}
