using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;
using MempalaceSched.Templates;

namespace MempalaceSched.Operations;

/// <summary>Installs and updates schedules: any number of them as one change.</summary>
internal sealed class InstallOperation(Workbench bench, IScheduler scheduler, InstallOptions options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Dictionary<string, LiveState> live = new(StringComparer.Ordinal);

    /// <summary>The plan for one schedule by itself, checked: what a person is shown before anything happens.</summary>
    /// <exception cref="MempalaceException"><c>ScheduleExists</c> without <paramref name="force"/>.</exception>
    public ChangePlan Plan(ScheduleDefinition definition, bool force)
    {
        var plan = PlanAll([definition]);
        if (!force) PlanRunner.CheckOwnership(plan, definition.Name);
        return plan;
    }

    /// <summary>Whether a schedule is already just as its definition says, files and scheduler alike.</summary>
    public async Task<bool> IsCurrentAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        if (!OwnFiles(definition).Concat(scheduler.FilesOf(definition)).All(FileState.Holds)) return false;
        if (options.EnableLinger && scheduler.Caveats().Count > 0) return false;
        return await IsActiveAsync(definition.Name, cancellation).ConfigureAwait(false);
    }

    /// <summary>Carries out the install of all of them, and asks the scheduler for each one's next run.</summary>
    public async Task ApplyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        foreach (var definition in definitions.Where(definition => File.Exists(bench.Paths.Definition(definition.Name))))
            await IsActiveAsync(definition.Name, cancellation).ConfigureAwait(false);
        await bench.NewRunner().ApplyAsync(PlanAll(definitions), () => VerifyAsync(definitions, cancellation), cancellation).ConfigureAwait(false);
    }

    private ChangePlan PlanAll(IReadOnlyList<ScheduleDefinition> definitions)
    {
        var active = live.Where(state => IsActive(state.Value)).Select(state => state.Key).ToHashSet(StringComparer.Ordinal);
        return new ChangePlan([.. definitions.SelectMany(OwnFiles)]).Then(scheduler.PlanInstall(definitions, active, options));
    }

    /// <summary>What every scheduler needs: the definition and the launcher.</summary>
    private IEnumerable<WriteFile> OwnFiles(ScheduleDefinition definition)
    {
        yield return new WriteFile(bench.Paths.Definition(definition.Name), DefinitionFormat.Write(definition), Private, Marks.Definition(definition.Name));
        yield return new WriteFile(bench.Paths.Launcher(definition.Name), LauncherScript.Render(definition, bench.Paths),
            Private | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
            Marks.Launcher(definition.Name));
    }

    private async Task<bool> IsActiveAsync(string name, CancellationToken cancellation)
    {
        if (!live.TryGetValue(name, out var state))
            live[name] = state = (await scheduler.QueryAsync([name], cancellation).ConfigureAwait(false))[name];
        return IsActive(state);
    }

    private static bool IsActive(LiveState state) => state.State is ScheduleState.Waiting or ScheduleState.Running;

    private async Task VerifyAsync(IReadOnlyList<ScheduleDefinition> definitions, CancellationToken cancellation)
    {
        var names = definitions.Select(definition => definition.Name).ToList();
        var states = await scheduler.QueryAsync(names, cancellation).ConfigureAwait(false);
        foreach (var name in names)
            if (!IsActive(states[name]) || states[name].NextRun is null)
                throw Fault.InstallNotVerified(name, scheduler.Title, states[name].Detail);
    }
}
