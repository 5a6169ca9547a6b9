using System.Text.RegularExpressions;
using MempalaceSched.Calendars;
using MempalaceSched.Import.Shell;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Cron;

/// <summary>Reads what a line of a crontab mines, and when. Source: crontab(5).</summary>
/// <param name="environment">The machine and the user.</param>
internal sealed partial class CronJobReader(HostEnvironment environment)
{
    /// <summary>Shells that read the accepted command lines in the same way as sh.</summary>
    private static readonly string[] Shells = ["sh", "ash", "bash", "dash", "ksh", "mksh", "zsh"];

    /// <summary>The environment setting that a line contains; null if it is another kind of line.</summary>
    public static (string Name, string Value)? Setting(string line)
    {
        if (SettingLine().Match(line) is not { Success: true } match)
            return null;
        var value = match.Groups["value"].Value;
        if (value is ['"' or '\'', .., var end] && end == value[0] && value.Length > 1)
            value = value[1..^1];
        return (match.Groups["name"].Value, value);
    }

    /// <summary>Whether a line is an entry, and not an empty line, a comment or a setting.</summary>
    public static bool IsEntry(string line) =>
        line.TrimStart(' ', '\t') is { Length: > 0 } text && text[0] != '#' && Setting(line) is null;

    /// <summary>Reads an entry.</summary>
    /// <param name="line">The line.</param>
    /// <param name="settings">The environment settings above it, which apply to it.</param>
    /// <exception cref="NotUnderstoodException">It is not certain what the entry does.</exception>
    public AdoptedJob Read(string line, IReadOnlyDictionary<string, string> settings)
    {
        if (settings.GetValueOrDefault("CRON_TZ") is { Length: > 0 } zone)
            throw new NotUnderstoodException($"CRON_TZ={zone} applies to it");
        if (settings.ContainsKey("RANDOM_DELAY"))
            throw new NotUnderstoodException("RANDOM_DELAY applies to it");
        if (settings.GetValueOrDefault("HOME") is { } home && home.TrimEnd('/') != environment.Home)
            throw new NotUnderstoodException($"HOME={home} applies to it");
        if (settings.GetValueOrDefault("SHELL") is { } shell && !Shells.Contains(Path.GetFileName(shell)))
            throw new NotUnderstoodException($"SHELL={shell} applies to it");

        var (at, text) = Split(line);
        var variables = MiningCommandParser.Merge(
            new Dictionary<string, string>
            {
                ["HOME"] = environment.Home,
                ["LOGNAME"] = environment.UserName,
                ["USER"] = environment.UserName,
                ["SHELL"] = "/bin/sh",
            },
            settings
        );
        var command = new MiningScriptParser(environment, variables).Parse(Unescape(text));
        return new AdoptedJob
        {
            Command = command,
            At = at,
            Variables = settings,
            RandomDelay = command.RandomDelay ?? TimeSpan.Zero,
            TimeLimit = command.TimeLimit ?? TimeSpan.Zero,
        };
    }

    private static (Recurrence At, string Text) Split(string line)
    {
        var words = line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
        if (words is [['@', ..] nickname, var command])
            return (CronCalendar.ParseNickname(nickname), command);
        words = line.Split([' ', '\t'], 6, StringSplitOptions.RemoveEmptyEntries);
        return words is [_, _, _, _, _, var text]
            ? (CronCalendar.ParseFields(words[..5]), text)
            : throw new NotUnderstoodException("it does not begin with five fields");
    }

    /// <summary>The text that the shell gets. An unescaped percent sign would end the command.</summary>
    private static string Unescape(string text)
    {
        if (text.Contains(@"\\", StringComparison.Ordinal))
            throw new NotUnderstoodException(@"cron implementations treat '\\' differently");
        text = text.Replace(@"\%", "\0", StringComparison.Ordinal);
        return text.Contains('%', StringComparison.Ordinal)
            ? throw new NotUnderstoodException("it contains an unescaped '%', which ends its command")
            : text.Replace('\0', '%');
    }

    [GeneratedRegex(
        """^[ \t]*(?<quote>["']?)(?<name>[A-Za-z_][A-Za-z0-9_]*)\k<quote>[ \t]*=[ \t]*(?<value>.*?)[ \t]*$""",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex SettingLine();
}
