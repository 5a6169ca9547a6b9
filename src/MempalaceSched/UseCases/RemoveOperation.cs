using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>Removes schedules: any number of them as one change.</summary>
internal sealed class RemoveOperation(Workbench bench, bool purge)
{
    /// <summary>The plan that removes these schedules, whatever schedulers they are under.</summary>
    public ChangePlan Plan(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var plan = ChangePlan.Empty;
        foreach (var group in definitions.GroupBy(definition => definition.Scheduler))
        {
            var scheduler = bench.Schedulers.Of(group.Key);
            if (scheduler.Unavailable is { } why)
                throw Fault.SchedulerUnavailable(scheduler.Title, why.Reason, why.Recommendation);
            plan = plan.Then(scheduler.Planner.PlanRemove([.. group]));
        }
        plan = plan.Then(
            new ChangePlan([.. definitions.Where(definition => !IsRemnant(definition)).SelectMany(OwnSteps)])
        );
        return purge ? plan.Then(new ChangePlan([.. UnusedPalaceLocks(definitions)])) : plan;
    }

    /// <exception cref="MempalaceException"><c>MineRunning</c>: its history cannot be purged under it.</exception>
    public void Check(ScheduleDefinition definition)
    {
        if (purge && RunMarker.Read(bench.Paths, definition.Name) is { } run)
            throw Fault.MineRunning(
                definition.Name,
                $"PID {run.Pid}, since {run.Started.ToLocalTime():HH:mm:ss}",
                "Wait for it, or remove the schedule without -Purge: a mine that runs is left to end."
            );
    }

    /// <summary>Removes all of them, while nobody else makes a change.</summary>
    public async Task ApplyLockedAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        using var _ = await ChangeLock.TakeAsync(bench.Paths, cancellation).ConfigureAwait(false);
        await ApplyAsync(definitions, cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes all of them.</summary>
    public async Task ApplyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        await bench.NewRunner().ApplyAsync(Plan(definitions), null, cancellation).ConfigureAwait(false);
        Tidy();
    }

    /// <summary>Whether it is only what another scheduler, or another label, still has of a schedule that is installed: launcher and state are not its own.</summary>
    private bool IsRemnant(ScheduleDefinition definition)
    {
        try
        {
            return bench.Definitions.Find(definition.Name) is { } installed
                && (installed.Scheduler, installed.LabelPrefix) != (definition.Scheduler, definition.LabelPrefix);
        }
        catch (MempalaceException)
        {
            return true; // it cannot be read, so nothing of it is touched
        }
    }

    private IEnumerable<ChangeStep> OwnSteps(ScheduleDefinition definition)
    {
        yield return new DeleteFile(bench.Paths.Launcher(definition.Name), Marks.Launcher(definition.Name));
        yield return new DeleteFile(bench.Paths.Definition(definition.Name), Marks.Definition(definition.Name));
        // A stamp that stays would make a schedule of the same name, installed months later, run at once.
        yield return new DeleteFile(OccurrenceStamp.PathOf(bench.Paths, definition.Name), "");
        var planner = bench.Schedulers.Of(definition.Scheduler).Planner;
        foreach (var file in planner.StateFilesFor(definition))
            yield return new DeleteFile(file, "");
        if (!purge)
            yield break;
        yield return new DeleteFolder(bench.Paths.StateOf(definition.Name));
        foreach (var log in planner.LogsFor(definition))
            yield return new DeleteFile(log, "");
        yield return new DeleteFile(Path.Combine(bench.Paths.Locks, $"schedule-{definition.Name}.lock"), "");
    }

    /// <summary>The lock files of palaces that no schedule which stays mines into, and that nobody holds.</summary>
    private IEnumerable<DeleteFile> UnusedPalaceLocks(IReadOnlyList<ScheduleDefinition> going)
    {
        if (!Directory.Exists(bench.Paths.Locks) || Staying(going) is not { } staying)
            return [];
        var used = staying
            .Where(definition => definition.Container is null)
            .Select(definition => PalaceLocation.LockName(definition.Palace))
            .ToHashSet(StringComparer.Ordinal);
        return Directory
            .EnumerateFiles(bench.Paths.Locks, "palace-*.lock")
            .Where(path => !used.Contains(Path.GetFileName(path)) && !FileState.IsLocked(path))
            .Select(path => new DeleteFile(path, ""));
    }

    /// <summary>The definitions that stay; null when one of them cannot be read, and so may mine into any palace.</summary>
    private List<ScheduleDefinition>? Staying(IReadOnlyList<ScheduleDefinition> going)
    {
        try
        {
            return
            [
                .. bench
                    .Definitions.Names()
                    .Except(going.Select(definition => definition.Name), StringComparer.Ordinal)
                    .Select(bench.Definitions.Find)
                    .OfType<ScheduleDefinition>(),
            ];
        }
        catch (MempalaceException fault) when (fault.Id == "DefinitionUnreadable")
        {
            return null;
        }
    }

    /// <summary>Takes away the folders of ours that have become empty. The schedules are gone by then: what fails here is no failure of that.</summary>
    private void Tidy()
    {
        try
        {
            DeleteEmptyFolders();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bench.Reporter.Warning($"An empty folder could not be deleted: {e.Message}");
        }
    }

    private void DeleteEmptyFolders()
    {
        FileState.DeleteIfEmpty(bench.Paths.Definitions);
        FileState.DeleteIfEmpty(bench.Paths.Launchers);
        FileState.DeleteIfEmpty(Path.GetDirectoryName(bench.Paths.Launchers)!);
        if (!purge)
            return;
        string[] general =
        [
            Path.Combine(bench.Paths.Locks, "changes.lock"),
            Path.Combine(bench.Paths.Locks, "scheduler.lock"),
            Path.Combine(bench.Paths.Locks, "scheduler.pid"),
        ];
        if (
            Directory.Exists(bench.Paths.Locks)
            && Directory.EnumerateFileSystemEntries(bench.Paths.Locks).All(general.Contains)
            && bench.Definitions.Names().Count == 0
            && SchedulerLock.Holder(bench.Paths) is null
        )
            Array.ForEach(general, File.Delete);
        FileState.DeleteIfEmpty(bench.Paths.Locks);
        FileState.DeleteIfEmpty(bench.Paths.State);
    }
}
