using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>The plan that removes schedules from all of their schedulers.</summary>
internal sealed class RemovalPlan(Services services, bool purge)
{
    /// <summary>The plan for these schedules.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerUnavailable</c>.</exception>
    public ChangePlan For(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var plan = ChangePlan.Empty;
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = services.Schedulers.For(group.Key);
            if (scheduler.Unavailable is { } unavailable)
                throw Error.SchedulerUnavailable(scheduler.Title, unavailable.Reason, unavailable.Recommendation);
            plan = plan.Then(scheduler.Planner.PlanRemove([.. group]));
        }
        var own = definitions.Where(definition => !IsOnlyALeftover(definition)).SelectMany(OwnSteps);
        plan = plan.Then(new ChangePlan([.. own]));
        if (AreLast(definitions))
            plan = plan.Then(new ChangePlan([new DeleteFile(services.Paths.LauncherProgram, LauncherProgram.Mark)]));
        return purge ? plan.Then(new ChangePlan([.. UnusedPalaceLocks(definitions)])) : plan;
    }

    /// <summary>
    /// Deletes folders that became empty. The schedules are removed by then, so a failure is only a warning.
    /// </summary>
    public void DeleteEmptyFolders()
    {
        var paths = services.Paths;
        try
        {
            FileState.DeleteIfEmpty(paths.Definitions);
            FileState.DeleteIfEmpty(paths.Launchers);
            FileState.DeleteIfEmpty(Path.GetDirectoryName(paths.LauncherProgram)!);
            FileState.DeleteIfEmpty(Path.GetDirectoryName(paths.Launchers)!);
            if (!purge)
                return;
            DeleteUnusedLocks();
            FileState.DeleteIfEmpty(paths.Locks);
            FileState.DeleteIfEmpty(paths.State);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            services.Reporter.Warning($"An empty folder could not be deleted: {e.Message}");
        }
    }

    /// <summary>
    /// Whether the definition stands for what another scheduler or label still has of an installed schedule. Launcher
    /// and state then belong to the installed one.
    /// </summary>
    private bool IsOnlyALeftover(ScheduleDefinition definition)
    {
        try
        {
            return services.Definitions.Find(definition.Name) is { } installed
                && (installed.Scheduler, installed.LabelPrefix) != (definition.Scheduler, definition.LabelPrefix);
        }
        catch (MempalaceException)
        {
            return true; // The definition cannot be read, so nothing of it is touched.
        }
    }

    /// <summary>
    /// Whether no other schedule or launcher remains, so that nothing needs the shared launcher program.
    /// </summary>
    private bool AreLast(IReadOnlyList<ScheduleDefinition> removed)
    {
        var names = removed
            .Where(definition => !IsOnlyALeftover(definition))
            .Select(definition => definition.Name)
            .ToHashSet(StringComparer.Ordinal);
        var launchers = Directory.Exists(services.Paths.Launchers)
            ? Directory.EnumerateFileSystemEntries(services.Paths.Launchers).Select(path => Path.GetFileName(path)!)
            : [];
        return services.Definitions.Names().Concat(launchers).All(names.Contains);
    }

    private IEnumerable<ChangeStep> OwnSteps(ScheduleDefinition definition)
    {
        var (paths, name) = (services.Paths, definition.Name);
        var planner = services.Schedulers.For(definition.Scheduler).Planner;
        yield return new DeleteFile(paths.Launcher(name), OwnershipMarks.Launcher(name));
        yield return new DeleteFile(paths.Definition(name), OwnershipMarks.Definition(name));
        // With an old stamp, a schedule of the same name that is installed months later would run at once.
        yield return new DeleteFile(OccurrenceStamp.PathOf(paths, name), "");
        yield return new DeleteFile(RetryMark.PathOf(paths, name), "");
        foreach (var file in planner.StateFilesFor(definition))
            yield return new DeleteFile(file, "");
        if (!purge)
            yield break;
        yield return new DeleteFolder(paths.StateOf(name));
        foreach (var log in planner.LogsFor(definition))
            yield return new DeleteFile(log, "");
        yield return new DeleteFile(Path.Combine(paths.Locks, $"schedule-{name}.lock"), "");
    }

    /// <summary>Lock files of palaces that no remaining schedule uses and that nobody holds.</summary>
    private IEnumerable<DeleteFile> UnusedPalaceLocks(IReadOnlyList<ScheduleDefinition> removed)
    {
        if (!Directory.Exists(services.Paths.Locks) || Remaining(removed) is not { } remaining)
            return [];
        var used = remaining
            .Where(definition => definition.Container is null)
            .Select(definition => PalaceLocation.LockName(definition.Palace))
            .ToHashSet(StringComparer.Ordinal);
        return Directory
            .EnumerateFiles(services.Paths.Locks, "palace-*.lock")
            .Where(path => !used.Contains(Path.GetFileName(path)) && !FileState.IsLocked(path))
            .Select(path => new DeleteFile(path, ""));
    }

    /// <summary>The other definitions; null when one cannot be read, because it may use any palace.</summary>
    private List<ScheduleDefinition>? Remaining(IReadOnlyList<ScheduleDefinition> removed)
    {
        try
        {
            var names = services.Definitions.Names().Except(removed.Select(definition => definition.Name));
            return [.. names.Select(services.Definitions.Find).OfType<ScheduleDefinition>()];
        }
        catch (MempalaceException error) when (error.Id == "DefinitionUnreadable")
        {
            return null;
        }
    }

    /// <summary>
    /// Deletes the lock files that all schedules share, if this was the last schedule and nobody holds one.
    /// </summary>
    private void DeleteUnusedLocks()
    {
        string[] shared =
        [
            "changes.lock",
            .. services.Schedulers.All.SelectMany(scheduler => scheduler.SharedLockFiles),
        ];
        var paths = shared.Select(file => Path.Combine(services.Paths.Locks, file)).ToList();
        if (
            Directory.Exists(services.Paths.Locks)
            && Directory.EnumerateFileSystemEntries(services.Paths.Locks).All(paths.Contains)
            && services.Definitions.Names().Count == 0
            && !paths.Skip(1).Any(FileState.IsLocked)
        )
            paths.ForEach(File.Delete);
    }
}
