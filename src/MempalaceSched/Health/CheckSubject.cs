using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>A schedule that is checked, and what is known of it already.</summary>
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

    public string Home => Definition.Surroundings["HOME"];

    /// <summary>Whether the scheduler gave an answer.</summary>
    public bool IsReachable => Live.State != ScheduleState.Unreachable;

    /// <summary>The nearest folder of a path that there is: where the path itself would be made.</summary>
    public static string NearestFolder(string path)
    {
        for (var folder = path; ; folder = Path.GetDirectoryName(folder) ?? "/")
            if (Directory.Exists(folder) || folder == "/")
                return folder;
    }

    /// <summary>Runs a line of sh with nothing in its environment but the launcher's HOME and PATH.</summary>
    public Task<ProcessResult> AsLauncherAsync(
        string line,
        CancellationToken cancellation,
        params string[] arguments
    ) =>
        Services.Processes.RunAsync(
            new ProcessCommand(
                "/usr/bin/env",
                [
                    "-i",
                    $"HOME={Home}",
                    $"PATH={Definition.Surroundings["PATH"]}",
                    "/bin/sh",
                    "-c",
                    line,
                    "sh",
                    .. arguments,
                ]
            ),
            cancellation
        );
}
