using CsCheck;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Tests.Support;

/// <summary>Creates schedule definitions for tests.</summary>
internal static class Definitions
{
    /// <summary>
    /// Text with quotes, spaces, line breaks, and other characters that file formats treat specially. Contains no NUL
    /// and no unpaired surrogates.
    /// </summary>
    public static readonly Gen<string> Text = Gen.OneOf(
            "a",
            "Z",
            "0",
            " ",
            "\t",
            "\n",
            "\r",
            "'",
            "\"",
            "\\",
            "$",
            "`",
            "%",
            "*",
            "?",
            "[",
            "]",
            "{",
            "}",
            "~",
            "#",
            ";",
            "&",
            "|",
            "<",
            ">",
            "!",
            "é",
            "日",
            "🗝",
            "\u0001",
            "\u007f",
            "-",
            "=",
            "/",
            "\u2028"
        )
        .List[0, 12]
        .Select(string.Concat);

    public static readonly Gen<string> Name = Gen.String["abcxyz019-"].Where(ScheduleName.IsValid);

    public static readonly Gen<ScheduleDefinition> Any =
        from name in Name
        from source in Gen.Enum<MineSource>()
        from words in Text.List[1, 4]
        from arguments in Text.List[0, 3]
        from palace in Text
        from wing in Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text))
        from repair in Gen.Enum<RepairMode>()
        from delay in Gen.Int[0, 86400]
        from limit in Gen.Int[0, 604800]
        from catchUp in Gen.Bool
        from value in Text
        from hook in Text.List[0, 3]
        from backups in Gen.Int[0, 100]
        from since in Gen.Int[0, 2_000_000_000]
        select new ScheduleDefinition
        {
            Name = name,
            Source = source,
            Scheduler = SchedulerKind.Systemd,
            At = "Mon *-*-* 03:00:00",
            Command = words,
            ArgumentList = arguments,
            Palace = "/" + palace,
            Wing = wing,
            Repair = repair,
            Store =
                source == MineSource.Custom
                    ? null
                    : new SessionStore("/" + value, source == MineSource.Gemini ? "*/chats" : null),
            StoreSince = since % 2 == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(since),
            RandomDelay = TimeSpan.FromSeconds(delay),
            TimeLimit = TimeSpan.FromSeconds(limit),
            CatchUp = catchUp,
            Environment = new Dictionary<string, string> { ["VALUE"] = value },
            OnFailure = hook.Count > 0 ? ["/" + hook[0], .. hook.Skip(1)] : [],
            OnSuccess = hook.Count > 1 ? ["/" + hook[1]] : [],
            KeepBackups = backups,
            CapturedEnvironment = new Dictionary<string, string>
            {
                ["HOME"] = "/home/robin",
                ["PATH"] = "/bin:/" + value,
            },
        };

    public static ScheduleDefinition One(string name = "mempalace-session", MineSource source = MineSource.OpenCode) =>
        new()
        {
            Name = name,
            Source = source,
            Scheduler = SchedulerKind.Systemd,
            At = "Mon *-*-* 03:00:00",
            Command = ["/home/robin/.local/bin/mempalace-session"],
            Palace = "/home/robin/.mempalace/palace",
            Store =
                source == MineSource.Custom
                    ? null
                    : new SessionStore("/home/robin/store", source == MineSource.Gemini ? "*/chats" : null),
            RandomDelay = TimeSpan.FromMinutes(30),
            TimeLimit = TimeSpan.FromHours(2),
            CapturedEnvironment = new Dictionary<string, string>
            {
                ["HOME"] = "/home/robin",
                ["PATH"] = "/usr/bin:/bin",
            },
        };
}
