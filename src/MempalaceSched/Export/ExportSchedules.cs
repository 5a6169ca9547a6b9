using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Export;

/// <summary>Writes the files of schedules into a folder, with a README for people who install them by hand.</summary>
/// <param name="services">This machine.</param>
/// <param name="folder">The folder, absolute.</param>
/// <param name="targetHome">The home folder that the files are for; null for the usual one of the platform.</param>
/// <param name="force">Whether existing files are overwritten.</param>
internal sealed class ExportSchedules(Services services, string folder, string? targetHome, bool force)
{
    private readonly ExportTargets targets = new(services.Environment, targetHome);
    private readonly DefinitionFactory factory = new(services, isPreview: true);
    private readonly ScheduleFinder finder = new(services);
    private readonly List<ExportedSchedule> schedules = [];
    private readonly HashSet<string> missingPrograms = new(StringComparer.Ordinal);

    /// <summary>Whether no schedule was added.</summary>
    public bool IsEmpty => schedules.Count == 0;

    /// <summary>Adds a new schedule. An error is reported and affects only this schedule.</summary>
    public Task AddAsync(ScheduleRequest request, SchedulerKind kind, CancellationToken cancellation) =>
        services.Reporter.TryAsync(() => AddAsync(request, kind, null, cancellation));

    /// <summary>Adds installed schedules.</summary>
    /// <param name="patterns">Their names.</param>
    /// <param name="requestFor">The settings to change, for a schedule of that source.</param>
    /// <param name="kinds">The schedulers; null for the one that each schedule is installed on.</param>
    /// <param name="cancellation">Cancels the query of the installed release.</param>
    public async Task AddInstalledAsync(
        IEnumerable<NamePattern> patterns,
        Func<MineSource, ScheduleRequest> requestFor,
        IReadOnlyList<SchedulerKind>? kinds,
        CancellationToken cancellation
    )
    {
        foreach (var definition in finder.Find(patterns))
        foreach (var kind in kinds ?? [definition.Scheduler])
            await services
                .Reporter.TryAsync(() => AddAsync(requestFor(definition.Source), kind, definition, cancellation))
                .ConfigureAwait(false);
    }

    /// <summary>The plan that writes all files and the README.</summary>
    /// <exception cref="MempalaceException"><c>FileExists</c> without -Force; <c>TemplateInvalid</c>.</exception>
    public ChangePlan Plan()
    {
        var readme = ExportReadme.Render(schedules, services.Paths);
        List<WriteFile> files =
        [
            .. schedules.SelectMany(schedule => schedule.FilesBelow(folder)).DistinctBy(file => file.Path),
            new(Path.Combine(folder, "README.md"), readme, FileModes.Shared, "") { PreviewStyle = FilePreview.Changes },
        ];
        UnusedTemplates.Warn(services);
        ExistingFiles.Check(files, force);
        return new ChangePlan([.. files]);
    }

    private async Task AddAsync(
        ScheduleRequest request,
        SchedulerKind kind,
        ScheduleDefinition? installed,
        CancellationToken cancellation
    )
    {
        var local =
            kind == SchedulerKind.Auto
                ? services.Schedulers.Choose(kind, services.Reporter.Verbose)
                : services.Schedulers.For(kind);
        var target = targets.For(local.Traits);
        var definition = await BuildAsync(request, local, installed, target, cancellation).ConfigureAwait(false);
        if (schedules.Any(other => other.Scheduler.Kind == local.Kind && other.Definition.Name == definition.Name))
            throw Error.OptionConflict(
                $"The schedule '{definition.Name}' for {local.Title} is specified more than once.",
                "Specify each name once.",
                definition.Name
            );
        var paths = target.IsOtherMachine ? new StandardPaths(target, services.Paths.Templates) : services.Paths;
        var selector = new SchedulerSelector(target, paths, services.Processes, TimeProvider.System);
        var schedule = new ExportedSchedule(definition, selector.For(local.Kind), target, paths);
        _ = schedule.FilesBelow(folder); // Rejects what cannot be rendered while other schedules can still be added.
        schedules.Add(schedule);
    }

    private async Task<ScheduleDefinition> BuildAsync(
        ScheduleRequest request,
        IScheduler scheduler,
        ScheduleDefinition? installed,
        HostEnvironment target,
        CancellationToken cancellation
    )
    {
        if (target.IsOtherMachine)
        {
            request = request with { CurrentFolder = target.Home };
            installed = installed is null ? null : MovedDefinition.For(installed, target);
        }
        var definition = await BuildForAsync(target, request, scheduler, installed, cancellation).ConfigureAwait(false);
        if (target.IsOtherMachine)
            services.Reporter.Verbose(
                $"{definition.Name} for {scheduler.Title} is for another machine: its home folder is {target.Home} "
                    + $"(-TargetHome) and its command is '{definition.Command[0]}' (-Command)."
            );
        // The README tells people to enable the schedule, so a disabled definition would contradict it.
        return definition with { Enabled = true };
    }

    /// <summary>A program that is not installed yet is only a warning, because the files are for later.</summary>
    private async Task<ScheduleDefinition> BuildForAsync(
        HostEnvironment target,
        ScheduleRequest request,
        IScheduler scheduler,
        ScheduleDefinition? installed,
        CancellationToken cancellation
    )
    {
        try
        {
            return await factory
                .CreateForAsync(target, request, scheduler, installed, cancellation)
                .ConfigureAwait(false);
        }
        catch (MempalaceException error) when (error.Id == "CommandNotFound")
        {
            var definition = await factory
                .CreateForAsync(target with { IsOtherMachine = true }, request, scheduler, installed, cancellation)
                .ConfigureAwait(false);
            if (missingPrograms.Add(definition.Command[0]))
                services.Reporter.Warning(
                    $"{error.Message} The files use '{definition.Command[0]}'. Install it before you install the files."
                );
            return definition;
        }
    }
}
