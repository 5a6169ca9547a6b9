using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Operations;

/// <summary>Writes the files of schedules into a folder, as they would be installed, with a README for those who install them by hand.</summary>
/// <param name="bench">What it works with.</param>
/// <param name="folder">The folder, absolute.</param>
/// <param name="targetHome">The home folder that the files are for; null for the usual one.</param>
/// <param name="force">Whether files that are there are written over.</param>
internal sealed class ExportOperation(Workbench bench, string folder, string? targetHome, bool force)
{
    private const UnixFileMode Shared =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly ExportTargets targets = new(bench.Environment, targetHome);
    private readonly List<ExportedSchedule> schedules = [];
    private readonly List<WriteFile> files = [];
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);

    /// <summary>The files so far.</summary>
    public IReadOnlyList<WriteFile> Files => files;

    /// <summary>Takes a schedule up.</summary>
    /// <param name="request">What was said of it.</param>
    /// <param name="kind">Its scheduler.</param>
    /// <param name="installed">The installed one that it is, but for what was said; null for a new one.</param>
    /// <exception cref="MempalaceException">It cannot be rendered for that scheduler.</exception>
    public void Add(ScheduleRequest request, SchedulerKind kind, ScheduleDefinition? installed = null)
    {
        var target = targets.Of(kind);
        var definition = Build(request, kind, installed, target);
        if (schedules.Any(other => other.Scheduler.Kind == kind && other.Definition.Name == definition.Name))
            throw Fault.OptionConflict(
                $"This call already has a schedule named '{definition.Name}' for {kind}.",
                "Name each of them once.",
                definition.Name
            );

        var paths = target.IsElsewhere ? new StandardPaths(target, bench.Paths.Templates) : bench.Paths;
        var scheduler = new SchedulerSelector(target, paths, bench.Processes, TimeProvider.System).Of(kind);
        var schedule = new ExportedSchedule(definition, scheduler, target, paths);
        // Schedules for one scheduler share the launcher.
        files.AddRange(schedule.FilesBelow(folder).ExceptBy(files.Select(file => file.Path), file => file.Path));
        schedules.Add(schedule);
    }

    /// <summary>The plan that writes all of them, and the README.</summary>
    /// <exception cref="MempalaceException"><c>FileExists</c> without -Force; <c>TemplateInvalid</c>.</exception>
    public ChangePlan Plan()
    {
        List<WriteFile> all =
        [
            .. files,
            new WriteFile(Path.Combine(folder, "README.md"), ExportReadme.Render(schedules, bench.Paths), Shared, ""),
        ];
        ExistingFiles.Check(all, force);
        return new ChangePlan([.. all]);
    }

    private ScheduleDefinition Build(
        ScheduleRequest request,
        SchedulerKind kind,
        ScheduleDefinition? installed,
        HostEnvironment target
    )
    {
        if (target.IsElsewhere)
        {
            request = request with { CurrentFolder = target.Home };
            installed = installed is null ? null : MovedDefinition.Of(installed, target);
        }
        request = new ContainerOperation(bench, planOnly: true).WithEngine(request, installed, target);
        var definition = BuildFor(target, request, kind, installed);
        if (target.IsElsewhere)
            bench.Reporter.Verbose(
                $"{definition.Name} for {kind} is for {target.Home} on another machine (-TargetHome), and runs '{definition.Command[0]}' there (-Command); neither can be looked up from here."
            );
        // A definition that is disabled would say the opposite of what the README has one do.
        return definition with
        {
            Enabled = true,
            BackgroundSession = kind == SchedulerKind.Launchd && definition.BackgroundSession,
        };
    }

    /// <summary>A program that is not there yet is no reason to write nothing.</summary>
    private ScheduleDefinition BuildFor(
        HostEnvironment target,
        ScheduleRequest request,
        SchedulerKind kind,
        ScheduleDefinition? installed
    )
    {
        try
        {
            return new DefinitionBuilder(target).Build(request, kind, installed);
        }
        catch (MempalaceException fault) when (fault.Id == "CommandNotFound")
        {
            var definition = new DefinitionBuilder(target with { IsElsewhere = true }).Build(request, kind, installed);
            if (missing.Add(definition.Command[0]))
                bench.Reporter.Warning(
                    $"{fault.Message} The files have '{definition.Command[0]}', which has to be there when they are installed."
                );
            return definition;
        }
    }
}
