using System.Text.RegularExpressions;
using System.Text;
using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads one word of a shell text.</summary>
/// <param name="text">The whole text.</param>
/// <param name="known">The variables whose value is known.</param>
/// <param name="mayAssign">Whether NAME=VALUE is an assignment here.</param>
internal sealed partial class ShellWord(string text, IReadOnlyDictionary<string, string> known, bool mayAssign)
{
    /// <summary>What begins a word that stands for a random number; the limit follows. No program can be given a NUL.</summary>
    public const string RandomBelow = "\0random:";

    private readonly StringBuilder word = new();
    private bool isQuoted;
    private int start;
    private string? assigned;

    /// <param name="at">Where it begins; afterwards, where it has ended.</param>
    /// <returns>The word, and the variable that it assigns to; null for an expansion to nothing, which is no word.</returns>
    public (string Text, string? Assigned)? Read(ref int at)
    {
        start = at;
        while (
            at < text.Length && text[at] is not (' ' or '\t' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')')
        )
            at = Take(at);
        return word.Length == 0 && !isQuoted ? null : (word.ToString(), assigned);
    }

    private int Take(int at)
    {
        var c = text[at];
        switch (c)
        {
            case '\'':
                isQuoted = true;
                var close = text.IndexOf('\'', at + 1);
                if (close < 0)
                    throw new NotUnderstoodException("a quote in its shell text is not closed");
                word.Append(text, at + 1, close - at - 1);
                return close + 1;
            case '"':
                isQuoted = true;
                return TakeQuoted(at + 1);
            case '\\':
                if (at + 1 >= text.Length)
                    throw new NotUnderstoodException("its shell text ends in a backslash");
                if (text[at + 1] == '\n')
                    return at + 2;
                isQuoted = true;
                word.Append(text[at + 1]);
                return at + 2;
            case '$':
                return TakeExpansion(at, quoted: false);
            case '`':
                throw new NotUnderstoodException("its shell text has a command within a command");
            case '~' when at == start || (assigned is not null && at == start + assigned.Length + 1):
                if (at + 1 < text.Length && text[at + 1] is not ('/' or ' ' or '\t' or ';' or '&' or '|' or '\n'))
                    throw new NotUnderstoodException("it names the home folder of somebody");
                word.Append(Value("HOME"));
                return at + 1;
            case '~' when at > start && text[at - 1] is '=' or ':':
                throw new NotUnderstoodException(
                    $"its shell text has '{text[at - 1]}~', which shells read in different ways"
                );
            case '*'
            or '?'
            or '[' when !(c == '[' && word.Length == 0 && (at + 1 >= text.Length || text[at + 1] is ' ' or '\t')):
                throw new NotUnderstoodException($"its shell text has the wildcard '{c}'");
            case '{' or '}' or '!' when word.Length == 0 && (at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1])):
                throw new NotUnderstoodException($"its shell text has '{c}'");
            case '=' when mayAssign && assigned is null && !isQuoted && VariableName.IsValid(word.ToString()):
                assigned = word.ToString();
                break;
        }
        word.Append(c);
        return at + 1;
    }

    private int TakeQuoted(int at)
    {
        while (at < text.Length)
        {
            switch (text[at])
            {
                case '"':
                    return at + 1;
                case '\\' when at + 1 < text.Length && text[at + 1] is '$' or '`' or '"' or '\\' or '\n':
                    if (text[at + 1] != '\n')
                        word.Append(text[at + 1]);
                    at += 2;
                    break;
                case '`':
                    throw new NotUnderstoodException("its shell text has a command within a command");
                case '$':
                    at = TakeExpansion(at, quoted: true);
                    break;
                default:
                    word.Append(text[at++]);
                    break;
            }
        }
        throw new NotUnderstoodException("a quote in its shell text is not closed");
    }

    private int TakeExpansion(int at, bool quoted)
    {
        if (Random().Match(text, at) is { Success: true } random)
        {
            word.Append(RandomBelow).Append(random.Groups[1].Value);
            return at + random.Length;
        }
        var match = Variable().Match(text, at);
        if (!match.Success)
        {
            if (
                at + 1 < text.Length
                && text[at + 1] is not (' ' or '\t' or '/' or '.')
                && !(quoted && text[at + 1] == '"')
            )
                throw new NotUnderstoodException($"its shell text has '{text[at..Math.Min(at + 2, text.Length)]}'");
            word.Append('$');
            return at + 1;
        }
        var end = at + match.Length;
        if (text[end - 1] != '}' && text.AsSpan(end).StartsWith("\\\n"))
            throw new NotUnderstoodException("the name of a variable goes on in another line");
        var name = match.Groups["name"].Value;
        var value =
            match.Groups["default"] is { Success: true } other && string.IsNullOrEmpty(known.GetValueOrDefault(name))
                ? other.Value
                : Value(name);
        if (!quoted && assigned is null && value.Any(" \t\n*?[".Contains))
            throw new NotUnderstoodException($"the value of ${name} is more than one word");
        word.Append(value);
        return end;
    }

    private string Value(string name) =>
        known.TryGetValue(name, out var value)
            ? value
            : throw new NotUnderstoodException($"the value of ${name} is not known");

    [GeneratedRegex(@"\G\$\(\(\s*\$?RANDOM\s*%\s*([0-9]{1,6})\s*\)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Random();

    [GeneratedRegex(
        @"\G\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[A-Za-z0-9_./:@%+,-]*))?\})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Variable();
}
