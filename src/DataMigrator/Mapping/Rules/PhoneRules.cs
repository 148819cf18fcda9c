using DataMigrator.Mapping.Phones;
using DataMigrator.Mapping.Texts;

namespace DataMigrator.Mapping.Rules;

/// <summary>A number of a call: E.164, an internal number, a SIP address, or the mapping's word for a withheld one. Never invented.</summary>
/// <param name="anonymous">What stands for a withheld number; empty = no value.</param>
/// <param name="international">Digits without plus sign that begin with a calling code.</param>
/// <param name="home">Gives the country of the record that the number stands in, where national numbers are tried besides the row's region; null = only there.</param>
internal sealed class PhoneRule(Rule from, byte[] anonymous, bool international, Rule? home = null) : Rule
{
    // Fields and records hold a number and nothing else; a Subject may be anything.
    private readonly bool holdsNumber = HoldsNumber(from.Origin);
    private readonly PhoneReading reading = international ? PhoneReading.International : HoldsNumber(from.Origin) ? PhoneReading.Field : PhoneReading.Text;

    public override string Label => $"phone of {from.Label}";

    public override bool Seeks => from.Seeks;

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = from.Text(row);
        if (text.IsEmpty)
        {
            return default;
        }

        if (PhoneNumberParser.IsPlain(text))
        {
            return Read(row, text, PhoneRegion.None);
        }

        var here = row.Scratch.Region(row);
        if (text[0] == (byte)'+' || home is null || !LocaleRegion.TryParse(home.Text(row), out var there) || there == here)
        {
            return Read(row, text, here);
        }

        // "(415) 555-2671" of a German customer in an American agent's log is American; "030 901820" is not.
        var (first, second) = here.IsNone || there.HasFormOf(text) ? (there, here) : (here, there);
        var value = Read(row, text, first);
        return value.IsEmpty ? Read(row, text, second) : value;
    }

    private ReadOnlySpan<byte> Read(scoped in RowContext row, ReadOnlySpan<byte> text, PhoneRegion region)
    {
        if (row.Scratch.Phones.TryGet(text, region, reading, out var known))
        {
            return known;
        }

        var room = row.Scratch.Reserve(PhoneNumberParser.BufferSize);
        var value = PhoneValue.Of(Parse(region, text, room), room, row.Scratch, anonymous);
        row.Scratch.Phones.Add(text, region, reading, value);
        return value;
    }

    public override string WhyNot(scoped in RowContext row)
    {
        var text = from.Text(row);
        if (text.IsEmpty)
        {
            return $"{from.Label} is empty";
        }

        var result = Parse(row.Scratch.Region(row), text, new byte[PhoneNumberParser.BufferSize]);
        return result.Kind switch
        {
            PhoneKind.Anonymous => "the caller withheld it",
            PhoneKind.RecordId => "is a record id",
            _ when !WrittenNumber(row).IsEmpty => $"no region makes it a whole number ({result.Problem}); kept as it is written if nothing better is found",
            _ => $"is no number ({result.Problem})",
        };
    }

    public override ReadOnlySpan<byte> WrittenNumber(scoped in RowContext row)
    {
        var written = holdsNumber ? Phones.WrittenNumber.Of(from.Text(row)) : default;
        if (written.IsEmpty || home is null || !LocaleRegion.TryParse(home.Text(row), out var there))
        {
            return PhoneValue.Completed(row, written, row.Scratch.Region(row));
        }

        var completed = PhoneValue.Completed(row, written, there);
        return completed == written ? PhoneValue.Completed(row, written, row.Scratch.Region(row)) : completed;
    }

    private static bool HoldsNumber(ValueOrigin origin) => origin is ValueOrigin.Field or ValueOrigin.Who or ValueOrigin.What or ValueOrigin.User;

    private PhoneResult Parse(PhoneRegion region, ReadOnlySpan<byte> text, Span<byte> room)
    {
        if (!international || text[0] == (byte)'+' || text.Length > 20)
        {
            var result = PhoneNumberParser.Parse(text, region, room, holdsNumber ? PhoneAcceptance.Field : PhoneAcceptance.Possible);

            // In a text "From: jane@example.com" is a mail's head; in a number's field it is where a telephone was called.
            return result.Kind == PhoneKind.Sip && !holdsNumber && !Ascii.StartsWithIgnoreCase(text, "sip"u8) ? PhoneResult.Bad(PhoneProblem.NotANumber) : result;
        }

        Span<byte> signed = stackalloc byte[24];
        signed[0] = (byte)'+';
        text.CopyTo(signed[1..]);
        return PhoneNumberParser.Parse(signed[..(text.Length + 1)], default, room, PhoneAcceptance.Possible);
    }
}

/// <summary>A number in running text, after a label or the first that can be nothing else.</summary>
internal sealed class PhoneInTextRule(Rule from, PhoneLabels? labels, string shown, byte[] anonymous) : Rule
{
    // A number has digits, perhaps of another script; a word for a withheld number follows a colon, but in a Subject its label alone:
    // "Inbound call from Anonymous", "Telephony[Unknown]".
    private const int LongestSubject = 255;
    private static readonly LetterSet Clues = LetterSet.Of("0:\u0080"u8);

    public override string Label => $"phone in {from.Label}{shown}";

    public override bool Seeks => true;

    public override ValueOrigin Origin => from.Origin;

    public override IReadOnlyList<Rule> Parts => [from];

    public override ReadOnlySpan<byte> Text(scoped in RowContext row)
    {
        var text = from.Text(row);
        if (text.Length < 3)
        {
            return default;
        }

        var letters = from.Letters(row, text);
        if (labels?.MayBeIn(letters) == false || (!letters.HasAny(Clues) && (labels is null || text.Length > LongestSubject)))
        {
            return default;
        }

        var room = row.Scratch.Reserve(PhoneNumberParser.BufferSize);
        return PhoneNumberParser.TryFindInText(text, labels, row.Scratch.Region(row), room, out var result, PhoneAcceptance.Possible)
            ? PhoneValue.Of(result, room, row.Scratch, anonymous)
            : default;
    }

    public override ReadOnlySpan<byte> WrittenNumber(scoped in RowContext row)
    {
        var text = from.Text(row);
        return labels is not null && !text.IsEmpty && labels.MayBeIn(from.Letters(row, text))
            ? PhoneValue.Completed(row, PhoneFinder.WrittenAfterLabel(text, labels), row.Scratch.Region(row))
            : default;
    }

    public override string WhyNot(scoped in RowContext row) => from.Text(row).IsEmpty ? $"{from.Label} is empty" : "no number in the text";
}

internal static class PhoneValue
{
    /// <summary>The usable text of a parse result; what of the buffer isn't needed goes back to the arena.</summary>
    public static ReadOnlySpan<byte> Of(PhoneResult result, Span<byte> room, MapScratch scratch, byte[] anonymous)
    {
        scratch.GiveBack(room.Length - result.Length);
        return result.Kind switch
        {
            PhoneKind.E164 or PhoneKind.Extension or PhoneKind.Sip => room[..result.Length],
            PhoneKind.Anonymous => anonymous,
            _ => default,
        };
    }

    /// <summary>A written number as E.164 where its form is the region's; else as it is written.</summary>
    public static ReadOnlySpan<byte> Completed(scoped in RowContext row, ReadOnlySpan<byte> written, PhoneRegion region)
    {
        if (written.IsEmpty || region.IsNone)
        {
            return written;
        }

        var room = row.Scratch.Reserve(PhoneNumberParser.BufferSize);
        var length = Phones.WrittenNumber.Complete(written, region, room);
        row.Scratch.GiveBack(room.Length - length);
        return length == 0 ? written : room[..length];
    }
}
