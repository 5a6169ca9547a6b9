using System.Text;
using System.Text.RegularExpressions;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>Reads one word of a shell script, and replaces its quotes and variables.</summary>
/// <param name="text">The whole script.</param>
/// <param name="known">The variables with known values.</param>
/// <param name="mayAssign">Whether NAME=VALUE is an assignment at this position.</param>
internal sealed partial class ShellWordReader(string text, IReadOnlyDictionary<string, string> known, bool mayAssign)
{
    /// <summary>
    /// The prefix of a word that stands for a random number; the upper limit follows. It contains a NUL, which no
    /// argument of a program can contain, so it cannot be confused with another word.
    /// </summary>
    public const string RandomBelow = "\0random:";

    private readonly StringBuilder word = new();
    private bool isQuoted;
    private int start;
    private string? assigned;

    /// <summary>Reads the word.</summary>
    /// <param name="at">The index where the word begins; after the call, the index after its end.</param>
    /// <returns>
    /// The word, and the variable to which it assigns a value. Null if the word is an unquoted expansion to nothing,
    /// because the shell drops such a word.
    /// </returns>
    public (string Text, string? Assigned)? Read(ref int at)
    {
        start = at;
        while (
            at < text.Length && text[at] is not (' ' or '\t' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')')
        )
            at = ReadPart(at);
        return word.Length == 0 && !isQuoted ? null : (word.ToString(), assigned);
    }

    private int ReadPart(int at)
    {
        var c = text[at];
        switch (c)
        {
            case '\'':
                isQuoted = true;
                var close = text.IndexOf('\'', at + 1);
                if (close < 0)
                    throw new NotUnderstoodException("a quotation mark in its script is not closed");
                word.Append(text, at + 1, close - at - 1);
                return close + 1;
            case '"':
                isQuoted = true;
                return ReadQuoted(at + 1);
            case '\\':
                if (at + 1 >= text.Length)
                    throw new NotUnderstoodException("its script ends with a backslash");
                if (text[at + 1] == '\n')
                    return at + 2;
                isQuoted = true;
                word.Append(text[at + 1]);
                return at + 2;
            case '$':
                return ReadExpansion(at, quoted: false);
            case '`':
                throw new NotUnderstoodException("its script contains a command substitution");
            case '~' when at == start || (assigned is not null && at == start + assigned.Length + 1):
                if (at + 1 < text.Length && text[at + 1] is not ('/' or ' ' or '\t' or ';' or '&' or '|' or '\n'))
                    throw new NotUnderstoodException("it refers to the home folder of a named user");
                word.Append(Value("HOME"));
                return at + 1;
            case '~' when at > start && text[at - 1] is '=' or ':':
                throw new NotUnderstoodException(
                    $"its script contains '{text[at - 1]}~', which shells treat differently"
                );
            case '*'
            or '?'
            or '[' when !(c == '[' && word.Length == 0 && (at + 1 >= text.Length || text[at + 1] is ' ' or '\t')):
                throw new NotUnderstoodException($"its script contains the wildcard '{c}'");
            case '{' or '}' or '!' when word.Length == 0 && (at + 1 >= text.Length || char.IsWhiteSpace(text[at + 1])):
                throw new NotUnderstoodException($"its script contains '{c}'");
            case '=' when mayAssign && assigned is null && !isQuoted && VariableName.IsValid(word.ToString()):
                assigned = word.ToString();
                break;
        }
        word.Append(c);
        return at + 1;
    }

    private int ReadQuoted(int at)
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
                    throw new NotUnderstoodException("its script contains a command substitution");
                case '$':
                    at = ReadExpansion(at, quoted: true);
                    break;
                default:
                    word.Append(text[at++]);
                    break;
            }
        }
        throw new NotUnderstoodException("a quotation mark in its script is not closed");
    }

    private int ReadExpansion(int at, bool quoted)
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
                throw new NotUnderstoodException($"its script contains '{text[at..Math.Min(at + 2, text.Length)]}'");
            word.Append('$');
            return at + 1;
        }
        var end = at + match.Length;
        if (text[end - 1] != '}' && text.AsSpan(end).StartsWith("\\\n"))
            throw new NotUnderstoodException("the name of a variable continues on the next line");
        var name = match.Groups["name"].Value;
        var value =
            match.Groups["default"] is { Success: true } other && string.IsNullOrEmpty(known.GetValueOrDefault(name))
                ? other.Value
                : Value(name);
        if (!quoted && assigned is null && value.Any(" \t\n*?[".Contains))
            throw new NotUnderstoodException($"the value of ${name} is more than one word, but it is not quoted");
        word.Append(value);
        return end;
    }

    private string Value(string name) =>
        known.TryGetValue(name, out var value)
            ? value
            : throw new NotUnderstoodException($"the value of ${name} is unknown");

    [GeneratedRegex(@"\G\$\(\(\s*\$?RANDOM\s*%\s*([0-9]{1,6})\s*\)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Random();

    [GeneratedRegex(
        @"\G\$(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)"
            + @"|\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<default>[A-Za-z0-9_./:@%+,-]*))?\})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Variable();
}
