using System.Text;

namespace DataMigrator.Mapping.Phones;

/// <summary>The words, and the digits, that telephony writes when the caller withheld the number.</summary>
internal static class AnonymousCaller
{
    private const int MaxBytes = 64;

    // As FoldedText folds them. By language: en de fr es pt it nl sv da no fi pl cs tr ru ja zh.
    private static readonly string[] Words =
    [
        "anonymous", "withheld", "number withheld", "private", "private number", "private caller", "unknown", "unknown caller", "unknown number",
        "restricted", "unavailable", "not available", "blocked", "caller id blocked", "no caller id", "no number", "hidden", "out of area",
        "anonym", "unbekannt", "unterdruckt", "rufnummer unterdruckt", "nummer unterdruckt", "keine nummer", "privat", "verborgen",
        "anonyme", "inconnu", "numero inconnu", "masque", "numero masque", "prive", "numero prive", "appel masque", "indisponible",
        "anonimo", "desconocido", "numero desconocido", "oculto", "numero oculto", "privado", "numero privado", "restringido", "no disponible",
        "desconhecido", "numero desconhecido", "bloqueado", "indisponivel", "nao identificado", "confidencial",
        "sconosciuto", "numero sconosciuto", "nascosto", "numero nascosto", "privato", "numero privato", "riservato",
        "anoniem", "onbekend", "onbekend nummer", "afgeschermd", "geheim nummer", "prive nummer",
        "okand", "okant nummer", "dolt nummer", "skyddat nummer", "ukendt", "skjult nummer", "ukjent", "skjult", "hemmeligt nummer",
        "tuntematon", "salainen numero", "nieznany", "zastrzezony", "numer zastrzezony", "prywatny", "neznamy", "skryte cislo",
        "bilinmeyen", "gizli numara", "ozel numara", "неизвестен", "неизвестныи", "скрыт", "скрытыи номер", "номер скрыт", "аноним",
        "неизвестный", "скрытый номер", "非通知", "匿名", "未知", "未知号码", "私人号码", "隐藏号码", "通知不可能", "公衆電話"
    ];

    // The English words spelt on a keypad, as Twilio's voice webhooks send them: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE.
    private static readonly string[] Keypad = ["266696687", "7378742833", "2562533", "8656696", "86282452253"];

    private static readonly HashSet<ReadOnlyMemory<byte>> Known = new(Words.Select(word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word)), BytesComparer.Instance);
    private static readonly HashSet<ReadOnlyMemory<byte>>.AlternateLookup<ReadOnlySpan<byte>> Lookup = Known.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <param name="folded">The text as <see cref="FoldedText"/> folds it.</param>
    public static bool IsWord(ReadOnlySpan<byte> folded)
    {
        folded = folded.Trim(" .+<>()[]{}\"'-*_"u8);
        return folded.Length is > 0 and <= MaxBytes && Lookup.Contains(folded);
    }

    /// <param name="digits">The ASCII digits that followed "+".</param>
    public static bool IsKeypadWord(ReadOnlySpan<byte> digits)
    {
        foreach (var word in Keypad)
        {
            if (Ascii.Equals(digits, word))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class BytesComparer : IEqualityComparer<ReadOnlyMemory<byte>>, IAlternateEqualityComparer<ReadOnlySpan<byte>, ReadOnlyMemory<byte>>
    {
        public static readonly BytesComparer Instance = new();

        public ReadOnlyMemory<byte> Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, ReadOnlyMemory<byte> other) => alternate.SequenceEqual(other.Span);

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public int GetHashCode(ReadOnlyMemory<byte> value) => GetHashCode(value.Span);
    }
}
