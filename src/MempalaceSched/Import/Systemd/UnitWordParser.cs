using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MempalaceSched.Import.Systemd;

/// <summary>
/// Splits a value of a unit file into words. Source: systemd.service(5), "COMMAND LINES"; systemd.syntax(7), "QUOTING".
/// </summary>
internal static partial class UnitWordParser
{
    /// <summary>The words, without quotation marks and with escape sequences replaced.</summary>
    /// <exception cref="NotUnderstoodException">
    /// A quotation mark is not closed, or an escape sequence is unknown.
    /// </exception>
    public static IReadOnlyList<string> Split(string value)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char? quote = null;
        for (var at = 0; at < value.Length; at++)
        {
            var c = value[at];
            if (c == '\\')
                (word ??= new StringBuilder()).Append(Escape(value, ref at));
            else if (quote is { } open)
            {
                if (c == open)
                    quote = null;
                else
                    word!.Append(c);
            }
            else if (c is '"' or '\'')
            {
                quote = c;
                word ??= new StringBuilder();
            }
            else if (!char.IsWhiteSpace(c))
                (word ??= new StringBuilder()).Append(c);
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
        if (quote is not null)
            throw new NotUnderstoodException("a quotation mark is not closed");
        if (word is not null)
            words.Add(word.ToString());
        return words;
    }

    /// <summary>
    /// The words of a command with variables replaced. systemd replaces <c>${NAME}</c> everywhere, and <c>$NAME</c>
    /// only if it is a word of its own, which it then splits at spaces.
    /// </summary>
    /// <exception cref="NotUnderstoodException">The value of a variable is unknown.</exception>
    public static IEnumerable<string> Expand(IEnumerable<string> words, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var word in words)
        {
            if (Alone().Match(word) is { Success: true } alone)
                foreach (
                    var part in Value(alone.Groups[1].Value).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                )
                    yield return part;
            else
                yield return Within().Replace(word, match => match.Value == "$$" ? "$" : Value(match.Groups[1].Value));
        }

        string Value(string name) =>
            variables.TryGetValue(name, out var value)
                ? value
                : throw new NotUnderstoodException($"the value of ${name} is unknown");
    }

    private static string Escape(string value, ref int at)
    {
        var next = at + 1 < value.Length ? value[++at] : '\0';
        switch (next)
        {
            case 'a':
                return "\a";
            case 'b':
                return "\b";
            case 'f':
                return "\f";
            case 'n':
                return "\n";
            case 'r':
                return "\r";
            case 't':
                return "\t";
            case 'v':
                return "\v";
            case 's':
                return " ";
            case '\\' or '"' or '\'':
                return next.ToString();
            case 'x' when Number(value, at + 1, 2, NumberStyles.AllowHexSpecifier) is { } code and > 0 and < 0x80:
                at += 2;
                return ((char)code).ToString();
            case 'u' when Number(value, at + 1, 4, NumberStyles.AllowHexSpecifier) is { } code && Rune.IsValid(code):
                at += 4;
                return new Rune(code).ToString();
            default:
                throw new NotUnderstoodException($"the escape sequence '\\{next}' is unknown");
        }
    }

    private static int? Number(string value, int from, int length, NumberStyles style) =>
        from + length <= value.Length
        && int.TryParse(value.AsSpan(from, length), style, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(@"\A\$([A-Za-z_][A-Za-z0-9_]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alone();

    [GeneratedRegex(@"\$\$|\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Within();
}
