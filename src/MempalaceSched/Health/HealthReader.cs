using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.Health;

/// <summary>Collects the facts about a schedule and applies the health rules. Starts no process.</summary>
internal sealed class HealthReader(Services services, TimeProvider time)
{
    private readonly DriftReader drift = new(services.OwnFiles);

    /// <summary>What is wrong with a schedule, most important first.</summary>
    /// <param name="definition">The schedule.</param>
    /// <param name="live">What its scheduler says.</param>
    /// <param name="runs">Its newest runs, newest first, at least up to the last one that made progress.</param>
    /// <param name="isRunning">Whether a run is in progress.</param>
    public IReadOnlyList<HealthFinding> Read(
        ScheduleDefinition definition,
        LiveState live,
        IReadOnlyList<MineRun> runs,
        bool isRunning
    )
    {
        var scheduler = services.Schedulers.For(definition.Scheduler);
        var drifted = drift.Read(definition, scheduler);
        var diffs = drifted.Select(each => each.Diff).Append(live.Diff);
        foreach (var diff in diffs.Where(diff => diff.Length > 0))
            services.Reporter.Verbose(
                $"'{definition.Name}' differs from its definition. A repair would make this change:\n{diff.TrimEnd()}"
            );
        return HealthRules.Apply(
            new HealthFacts
            {
                Name = definition.Name,
                Enabled = definition.Enabled,
                State = live.State,
                StateDetail = live.Detail,
                Difference = live.Difference,
                Drift = [.. drifted.Where(each => !each.IsOutdated).Select(each => each.Problem)],
                Outdated = [.. drifted.Where(each => each.IsOutdated).Select(each => each.Problem)],
                MissingCommand = CommandResolver.IsExecutable(definition.HostProgram) ? null : definition.HostProgram,
                StartScheduler =
                    live.State == ScheduleState.NotRunning ? string.Join(' ', scheduler.Query.Warnings()) : "",
                LingerOff = live.State == ScheduleState.Unreachable ? null : scheduler.Query.LingerWarning,
                Now = time.GetUtcNow(),
                Since = File.GetLastWriteTimeUtc(services.Paths.Definition(definition.Name)),
                Allowed = HealthFacts.Allowance(definition.Recurrence, definition.RandomDelay, definition.TimeLimit),
                IsRunning = isRunning,
                Runs = runs,
                MissingStore = MissingStore(definition),
                StoreSince = definition.StoreSince,
                FindStore = FindStore(definition),
                MaximumGap = definition.Recurrence.MaximumGap,
            }
        );
    }

    /// <summary>The store, if it does not exist. In a container, only the runs can tell.</summary>
    private static string? MissingStore(ScheduleDefinition definition) =>
        definition.Store is not { } store || (definition.Container is null && store.Exists())
            ? null
            : store.WithPattern();

    private static string FindStore(ScheduleDefinition definition)
    {
        var profile = SourceCatalog.For(definition.Source);
        return definition.Source == MineSource.Custom
            ? "If it is on a disk that is not mounted, mount the disk. If it was moved, specify the new folder: "
                + $"Set-MempalaceSchedule {definition.Name} -Command PROGRAM, ARGUMENT"
            : $"If you do not use {profile.Title}, run Remove-MempalaceSchedule {definition.Name}. If its sessions are "
                + "on a disk that is not mounted, mount the disk. If they are in another folder, "
                + (profile.Stores?.Variable is { } variable ? $"set {variable}, and then " : "")
                + $"run Get-MempalaceSchedule {definition.Name} | Install-MempalaceSchedule";
    }
}
