using System.Text.RegularExpressions;
using MempalaceSched.Calendars;
using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads what a line of a crontab mines, and when.</summary>
/// <param name="environment">The machine and the user.</param>
internal sealed partial class CronJob(HostEnvironment environment)
{
    /// <summary>Shells that read a command line as sh does.</summary>
    private static readonly string[] Shells = ["sh", "ash", "bash", "dash", "ksh", "mksh", "zsh"];

    /// <summary>A setting that a line makes for all lines below it; null when it is another line.</summary>
    public static (string Name, string Value)? Setting(string line)
    {
        if (SettingLine().Match(line) is not { Success: true } match)
            return null;
        var value = match.Groups["value"].Value;
        if (value is ['"' or '\'', .., var end] && end == value[0] && value.Length > 1)
            value = value[1..^1];
        return (match.Groups["name"].Value, value);
    }

    /// <summary>Whether a line is an entry: neither empty, nor a comment, nor a setting.</summary>
    public static bool IsEntry(string line) =>
        line.TrimStart(' ', '\t') is { Length: > 0 } text && text[0] != '#' && Setting(line) is null;

    /// <param name="line">The line.</param>
    /// <param name="settings">The settings above it.</param>
    /// <exception cref="NotUnderstoodException">It cannot be told for certain.</exception>
    public AdoptedJob Read(string line, IReadOnlyDictionary<string, string> settings)
    {
        if (settings.GetValueOrDefault("CRON_TZ") is { Length: > 0 } zone)
            throw new NotUnderstoodException($"CRON_TZ={zone} stands above it");
        if (settings.ContainsKey("RANDOM_DELAY"))
            throw new NotUnderstoodException("RANDOM_DELAY stands above it");
        if (settings.GetValueOrDefault("HOME") is { } home && home.TrimEnd('/') != environment.Home)
            throw new NotUnderstoodException($"HOME={home} stands above it");
        if (settings.GetValueOrDefault("SHELL") is { } shell && !Shells.Contains(Path.GetFileName(shell)))
            throw new NotUnderstoodException($"SHELL={shell} stands above it");

        var (at, text) = Parts(line);
        var variables = MineWords.Merged(
            new Dictionary<string, string>
            {
                ["HOME"] = environment.Home,
                ["LOGNAME"] = environment.UserName,
                ["USER"] = environment.UserName,
                ["SHELL"] = "/bin/sh",
            },
            settings
        );
        var command = new MineScript(environment, variables).Read(Unescaped(text));
        return new AdoptedJob
        {
            Command = command,
            At = at,
            Variables = settings,
            RandomDelay = command.RandomDelay ?? TimeSpan.Zero,
            TimeLimit = command.TimeLimit ?? TimeSpan.Zero,
        };
    }

    private static (Recurrence At, string Text) Parts(string line)
    {
        var words = line.Split([' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries);
        if (words is [['@', ..] nickname, var command])
            return (CronCalendar.Nickname(nickname), command);
        words = line.Split([' ', '\t'], 6, StringSplitOptions.RemoveEmptyEntries);
        return words is [_, _, _, _, _, var text]
            ? (CronCalendar.Fields(words[..5]), text)
            : throw new NotUnderstoodException("it has no five fields");
    }

    /// <summary>The text that the shell gets. A percent sign by itself would end it.</summary>
    private static string Unescaped(string text)
    {
        if (text.Contains(@"\\", StringComparison.Ordinal))
            throw new NotUnderstoodException(@"crons take '\\' in different ways");
        text = text.Replace(@"\%", "\0", StringComparison.Ordinal);
        return text.Contains('%', StringComparison.Ordinal)
            ? throw new NotUnderstoodException("it has a '%', which ends its command")
            : text.Replace('\0', '%');
    }

    [GeneratedRegex(
        """^[ \t]*(?<quote>["']?)(?<name>[A-Za-z_][A-Za-z0-9_]*)\k<quote>[ \t]*=[ \t]*(?<value>.*?)[ \t]*$""",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex SettingLine();
}
