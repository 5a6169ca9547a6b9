using CsCheck;
using MempalaceSched.Schedulers.Cron;

namespace MempalaceSched.Tests.Cron;

/// <summary>Generates random crontabs of other users, with everything that a crontab can contain.</summary>
internal static class CrontabGen
{
    private static readonly Gen<string> Line = Gen.OneOf(
        Gen.OneOf(
            "",
            " ",
            "\t",
            "# a comment",
            "#",
            "\t# indented",
            "MAILTO=\"\"",
            "SHELL=/bin/bash",
            "CRON_TZ=Europe/Berlin",
            "PATH=/usr/bin:/bin # x",
            "0 3 * * 1 /usr/bin/backup --all",
            "*/5 * * * *\t/bin/true",
            "@reboot sleep 1",
            "@weekly  x % y\\% z",
            "0 0 1 1 * tr -d '\\r' <a >b",
            "# >>> conda initialize >>>",
            "# <<< conda initialize <<<",
            "# BEGIN ANSIBLE MANAGED BLOCK",
            "# END ANSIBLE MANAGED BLOCK",
            "#>>> mempalace-sched x >>>",
            "  # >>> mempalace-sched x >>>",
            "# >>> mempalace >>>",
            "mempalace-sched",
            "0 3 * * 1 '/x/mempalace-sched/bin/mempalace-session'"
        ),
        Gen.OneOf("# größe, 日本, 🗝", "0 3 * * * /home/r/é\u0301").Select(RawText.From),
        Gen.Char["\u0001\t !\"#$%&'()*+,-./059:;<=>?@AZ[]^_`az{|}~\u007f\u0080\u00a0\u00e9\u00ff\u0000\u001b"]
            .Array[0, 60]
            .Select(chars => new string(chars)),
        Gen.Int[900, 3000].Select(length => "# " + new string('x', length))
    );

    /// <summary>Any crontab as raw text, sometimes without a line break at its end.</summary>
    public static Gen<string> Foreign { get; } =
        Gen.Select(Line.Array[0, 12], Gen.Int[0, 5])
            .Select((lines, end) => string.Join('\n', lines) + (lines.Length > 0 && end > 0 ? "\n" : ""));

    public static Gen<string> Name { get; } =
        Gen.OneOf("mempalace-session", "mempalace-pi-session", "a", "x", "0-9", "conda");

    /// <summary>A block of the module for a name.</summary>
    public static string Block(string name, int minute) =>
        CrontabText.Block(name, [$"{minute} 3 * * 1 /bin/sh '/home/é/bin/{name}' --trigger scheduled >/dev/null"]);

    /// <summary>A crontab with blocks of the module at random places between other lines.</summary>
    public static Gen<(string Text, string Foreign, string[] Names)> Mixed { get; } =
        Gen.Select(Line.Array[0, 8], Name.Array[0, 4], Gen.Int[0, 1000])
            .Select(
                (lines, names, seed) =>
                {
                    names = [.. names.Distinct()];
                    var random = new Random(seed);
                    List<string> pieces = [.. lines.Select(line => line + "\n")];
                    foreach (var name in names)
                        pieces.Insert(random.Next(pieces.Count + 1), Block(name, random.Next(60)));
                    return (string.Concat(pieces), string.Concat(lines.Select(line => line + "\n")), names);
                }
            );
}
