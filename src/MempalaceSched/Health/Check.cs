using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>Checks one thing that runs of a schedule need. A check changes nothing.</summary>
internal interface ICheck
{
    /// <summary>The name that users see, in one or two words.</summary>
    string Name { get; }

    /// <summary>Makes the check. A <see cref="Errors.MempalaceException"/> counts as a failed check.</summary>
    Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation);
}

/// <summary>
/// A check of files on this machine. It is skipped for a schedule that runs in a container, because its files are in
/// the container, where <see cref="ContainerCheck"/> looks.
/// </summary>
internal interface IHostCheck : ICheck;

/// <summary>What a check found, without the names of the schedule and the check.</summary>
internal sealed record Verdict(CheckStatus Status, string Detail, string Fix = "")
{
    public static Verdict Pass(string detail) => new(CheckStatus.Pass, detail);

    public static Verdict Skip(string detail) => new(CheckStatus.Skip, detail);

    public static Verdict Warn(string detail, string fix) => new(CheckStatus.Warn, detail, fix);

    public static Verdict Fail(string detail, string fix) => new(CheckStatus.Fail, detail, fix);

    /// <summary>The result that a user sees.</summary>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="check">The name of the check.</param>
    public CheckResult ToResult(string name, string check) =>
        new()
        {
            Name = name,
            Check = check,
            Status = Status,
            Detail = Detail,
            Fix = Fix,
        };
}

/// <summary>A schedule to check, with what has already been read about it.</summary>
internal sealed record CheckSubject(
    Services Services,
    ScheduleDefinition Definition,
    Schedule Schedule,
    LiveState Live,
    IScheduler Scheduler,
    DateTimeOffset Now,
    TimeZoneInfo Zone
)
{
    public string Name => Definition.Name;

    public string Home => Definition.CapturedEnvironment["HOME"];

    /// <summary>The title of the scheduler.</summary>
    public string Title => Scheduler.Title;

    /// <summary>The command that repairs the schedule, as a sentence.</summary>
    public string Repair => $"To repair it, run Repair-MempalaceSchedule {Name}.";

    /// <summary>Whether the scheduler answered.</summary>
    public bool IsReachable => Live.State != ScheduleState.Unreachable;

    /// <summary>The nearest existing folder of a path, in which the path would be created.</summary>
    public static string NearestFolder(string path)
    {
        for (var folder = path; ; folder = Path.GetDirectoryName(folder) ?? "/")
            if (Directory.Exists(folder) || folder == "/")
                return folder;
    }

    /// <summary>Runs a shell command with the environment of the launcher: only its HOME and PATH.</summary>
    public Task<ProcessResult> AsLauncherAsync(
        string line,
        CancellationToken cancellation,
        params string[] arguments
    ) => Services.Processes.RunAsync(AsLauncher(line, arguments), cancellation);

    /// <summary>A shell command with the environment of the launcher.</summary>
    public ProcessCommand AsLauncher(string line, params string[] arguments) =>
        new(
            "/usr/bin/env",
            [
                "-i",
                $"HOME={Home}",
                $"PATH={Definition.CapturedEnvironment["PATH"]}",
                "/bin/sh",
                "-c",
                line,
                "sh",
                .. arguments,
            ]
        );
}
