using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Export;

/// <summary>One schedule of an export.</summary>
/// <param name="Definition">The schedule.</param>
/// <param name="Scheduler">Its scheduler, on the target machine.</param>
/// <param name="Environment">The target machine and user.</param>
/// <param name="Paths">The paths on the target machine.</param>
internal sealed record ExportedSchedule(
    ScheduleDefinition Definition,
    IScheduler Scheduler,
    HostEnvironment Environment,
    StandardPaths Paths
)
{
    private const UnixFileMode Shared =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The name of the folder in the export.</summary>
    public string Folder => FolderOf(Scheduler.Kind);

    /// <summary>The name of the folder for a scheduler.</summary>
    public static string FolderOf(SchedulerKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Its files below a folder, with the names and modes of an install.</summary>
    /// <exception cref="MempalaceException">
    /// <c>RecurrenceNotSupported</c>, <c>ValueNotRepresentable</c>, <c>TemplateInvalid</c>.
    /// </exception>
    public IReadOnlyList<WriteFile> FilesBelow(string folder)
    {
        var below = Path.Combine(folder, Folder);
        var files = new ScheduleFiles(new OwnFiles(Paths, _ => Scheduler), Scheduler)
            .All(Definition)
            .Select(file =>
                file with
                {
                    Path = Path.Combine(below, Path.GetFileName(file.Path)),
                    Mark = "",
                    PreviewStyle = FilePreview.Changes,
                }
            );
        return Scheduler.Planner.EntryFor(Definition) is { } entry
            ?
            [
                .. files,
                new WriteFile(Path.Combine(below, Definition.Name + ".cron"), entry, Shared, "")
                {
                    PreviewStyle = FilePreview.Changes,
                },
            ]
            : [.. files];
    }
}
