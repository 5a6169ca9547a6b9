using MempalaceSched.Containers;
using MempalaceSched.Errors;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;

namespace MempalaceSched.UseCases;

/// <summary>
/// Creates complete definitions: builds them from a request, then asks the container and the scheduler for the rest.
/// </summary>
/// <param name="services">The machine.</param>
/// <param name="isPreview">
/// Whether the definition is only shown. Then a missing engine or container is a warning.
/// </param>
internal sealed class DefinitionFactory(Services services, bool isPreview)
{
    private readonly ContainerEngine engine = new(services.Environment, services.Processes);
    private readonly ReleaseQuery releases = new(services.Processes);
    private readonly InstallWarnings warnings = new(services.Reporter);

    /// <summary>The complete definition for a request.</summary>
    /// <param name="request">The given settings.</param>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="old">The definition to change; null for a new one.</param>
    /// <param name="cancellation">Cancels queries to the engine and the scheduler.</param>
    /// <param name="machine">The environment to resolve paths in; null for this machine.</param>
    /// <exception cref="MempalaceException">
    /// A value cannot be used, or something that is needed does not exist.
    /// </exception>
    public async Task<ScheduleDefinition> CreateAsync(
        ScheduleRequest request,
        IScheduler scheduler,
        ScheduleDefinition? old,
        CancellationToken cancellation,
        HostEnvironment? machine = null
    )
    {
        var withEngine = FindEngine(request, old, services.Environment);
        var environment = machine ?? services.Environment;
        var built = await BuildAsync(environment, withEngine, scheduler, old, cancellation).ConfigureAwait(false);
        var asked = await AskContainerAsync(built, withEngine, old, cancellation).ConfigureAwait(false);
        if (built.Container is null && (old is null || old.Store != built.Store || old.Palace != built.Palace))
            warnings.Write(built, environment);
        var known = old ?? services.Definitions.FindReadable(asked.Name);
        var complete = old is null ? KeepOrigin(asked, known) : asked;
        // Without earlier runs, there is no other store from which the time could tell them apart.
        if (known is not null || services.History.Last(complete.Name) is not null)
            complete = complete.WithStoreSince(known, DateTimeOffset.UtcNow);
        return scheduler.Unavailable is null
            ? await scheduler.Planner.CompleteAsync(complete, cancellation).ConfigureAwait(false)
            : complete;
    }

    /// <summary>The definition for another machine, where nothing can be looked up.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task<ScheduleDefinition> CreateForAsync(
        HostEnvironment machine,
        ScheduleRequest request,
        IScheduler scheduler,
        ScheduleDefinition? old,
        CancellationToken cancellation
    ) => BuildAsync(machine, FindEngine(request, old, machine), scheduler, old, cancellation);

    private async Task<ScheduleDefinition> BuildAsync(
        HostEnvironment machine,
        ScheduleRequest request,
        IScheduler scheduler,
        ScheduleDefinition? old,
        CancellationToken cancellation
    )
    {
        var release = await AskReleaseAsync(machine, request, old, cancellation).ConfigureAwait(false);
        return new DefinitionBuilder(machine, release).Build(request, scheduler.Kind, scheduler.Traits.UsesLabels, old);
    }

    /// <summary>
    /// The installed release, if the request needs something to be resolved. A container is asked later.
    /// </summary>
    private async Task<MempalaceRelease?> AskReleaseAsync(
        HostEnvironment machine,
        ScheduleRequest request,
        ScheduleDefinition? old,
        CancellationToken cancellation
    )
    {
        var given = request[nameof(ScheduleSettings.Command)] as IReadOnlyList<string>;
        var container = ContainerRequest.Read(request, old?.Container);
        var isNeeded =
            old is null
            || given is not null
            || request.Has(nameof(ScheduleSettings.Palace))
            || old.Container is not null;
        if (container is not null || !isNeeded)
            return null;
        var command = (given is { Count: > 0 } ? given[0] : null) ?? (old?.Container is null ? old?.Command[0] : null);
        if (command is not null && CommandResolver.IsPath(command))
            command = AbsolutePath.From(command, machine.Home, request.CurrentFolder);
        var release = await releases.AskAsync(command, machine, cancellation).ConfigureAwait(false);
        services.Reporter.Verbose(
            release is null
                ? "The release of mempalace is unknown, so the palace is resolved as the newest release does."
                : $"mempalace {release.Text} is installed."
        );
        return release;
    }

    /// <summary>
    /// A schedule from the pipeline has its palace as a parameter. If it is the installed one, nobody specified it.
    /// </summary>
    private static ScheduleDefinition KeepOrigin(ScheduleDefinition definition, ScheduleDefinition? known) =>
        definition.PalaceFrom == PalaceLocation.Given
        && known is not null
        && known.Palace == definition.Palace
        && known.Container == definition.Container
            ? definition with
            {
                PalaceFrom = known.PalaceFrom,
            }
            : definition;

    private ScheduleRequest FindEngine(ScheduleRequest request, ScheduleDefinition? old, HostEnvironment machine)
    {
        var given = request.Text(ContainerRequest.Engine);
        if (!ContainerRequest.IsFor(request, old?.Container) || (given is null && old?.Container is not null))
            return request;
        var client = string.IsNullOrEmpty(given) ? null : given;
        if (machine.IsOtherMachine)
            return request.With(ContainerRequest.Engine, UsualPath(client, machine));
        try
        {
            return request.With(ContainerRequest.Engine, engine.Find(client, request.CurrentFolder));
        }
        catch (MempalaceException error) when (isPreview)
        {
            var usual = UsualPath(client, machine);
            services.Reporter.Warning($"{error.Message} This preview uses '{usual}'.");
            return request.With(ContainerRequest.Engine, usual);
        }
    }

    private static string UsualPath(string? client, HostEnvironment machine) =>
        Path.Combine(machine.Platform == PlatformKind.MacOS ? "/usr/local/bin" : "/usr/bin", client ?? "docker");

    private async Task<ScheduleDefinition> AskContainerAsync(
        ScheduleDefinition built,
        ScheduleRequest request,
        ScheduleDefinition? old,
        CancellationToken cancellation
    )
    {
        if (built.Container is not { } container || (old is not null && !NeedsQuery(built, request, old)))
            return built;
        try
        {
            var variables = built.CapturedEnvironment;
            var state = await engine.StateAsync(container, variables, cancellation).ConfigureAwait(false);
            if (state == "running")
            {
                var facts = await engine
                    .QueryInsideAsync(container, variables, LauncherProgram.QueryInside, built.Command[0], cancellation)
                    .ConfigureAwait(false);
                return Complete(built, request, facts);
            }
            var found = state is null
                ? $"The container '{container.Name}' does not exist."
                : $"The container '{container.Name}' is not running (state: {state}).";
            services.Reporter.Warning(
                $"{found} Runs are skipped until it is running. '{built.Command[0]}' was not looked up in it."
            );
        }
        catch (MempalaceException error) when (isPreview)
        {
            services.Reporter.Warning($"{error.Message} {error.Recommendation} This is only a preview.");
        }
        var kept = KeepKnown(built, request);
        if (kept.PalaceFrom == PalaceLocation.Unknown)
            services.Reporter.Warning(
                $"Which palace mempalace uses in the container is unknown, so runs of the schedule '{kept.Name}' use "
                    + $"'{kept.Palace}'. When the container is running, let the schedule use the palace of mempalace: "
                    + PalaceLocation.FollowCommand(kept.Name)
            );
        return kept;
    }

    private static bool NeedsQuery(ScheduleDefinition built, ScheduleRequest request, ScheduleDefinition old) =>
        request.Has(nameof(ScheduleSettings.Palace))
        || built.Container != old.Container
        || built.Palace != old.Palace
        || !built.Command.SequenceEqual(old.Command);

    private ScheduleDefinition Complete(ScheduleDefinition built, ScheduleRequest request, ContainerFacts facts)
    {
        var profile = SourceCatalog.For(built.Source);
        var replacesWrapper =
            facts.Program is null && IsDefaultCommand(built, request) && profile.CanBeMinedBy(facts.Release);
        if (facts.Program is null && !replacesWrapper)
            throw Error.CommandNotInContainer(built.Command[0], built.Container!.Title, profile.HowToInstallInside);
        var isPalaceKnown = IsPalaceGiven(built, request) || Path.IsPathRooted(built.Palace);
        var found = facts.StoreFor(profile, built.Environment);
        var complete = built with
        {
            Command = replacesWrapper ? [ReleaseQuery.Program] : built.Command,
            Palace = isPalaceKnown ? facts.AtHome(built.Palace) : facts.Palace.Path,
            PalaceFrom =
                !isPalaceKnown || facts.AtHome(built.Palace) == facts.Palace.Path ? facts.Palace.From
                : IsPalaceGiven(built, request) ? PalaceLocation.Given
                : built.PalaceFrom,
            MempalaceVersion = facts.Release?.Text,
            Store = found?.Store ?? (built.Store is { } store ? store with { Path = facts.AtHome(store.Path) } : null),
        };
        warnings.Write(complete, facts, found?.Others ?? []);
        return complete;
    }

    private static bool IsDefaultCommand(ScheduleDefinition built, ScheduleRequest request) =>
        !request.Has(nameof(ScheduleSettings.Command))
        && built.Repair == RepairMode.Default
        && built.Command.SequenceEqual([SourceCatalog.For(built.Source).Program ?? ""]);

    /// <summary>
    /// Keeps the paths that an earlier install found in the same container, so that the same install changes nothing,
    /// whether or not the container is running.
    /// </summary>
    private ScheduleDefinition KeepKnown(ScheduleDefinition built, ScheduleRequest request)
    {
        var known = services.Definitions.FindReadable(built.Name);
        if (known is null || known.Container != built.Container || known.Source != built.Source)
            return built;
        // Nobody looked up a palace that was specified, so without the parameter the palace is no longer known.
        var isSamePalace = IsPalaceGiven(built, request)
            ? built.Palace.StartsWith('~') && known.Palace.EndsWith(built.Palace[1..], StringComparison.Ordinal)
            : known.PalaceFrom != PalaceLocation.Given;
        var isSameCommand =
            known.Command.SequenceEqual(built.Command) && known.ArgumentList.SequenceEqual(built.ArgumentList);
        return built with
        {
            Command = IsDefaultCommand(built, request) ? known.Command : built.Command,
            Store = built.Source != MineSource.Custom || isSameCommand ? known.Store : built.Store,
            Palace = isSamePalace ? known.Palace : built.Palace,
            PalaceFrom = isSamePalace ? known.PalaceFrom : built.PalaceFrom,
            MempalaceVersion = known.MempalaceVersion,
        };
    }

    /// <summary>
    /// Whether a palace was specified. A schedule from the pipeline has its palace as a parameter, even if it is
    /// unknown.
    /// </summary>
    private bool IsPalaceGiven(ScheduleDefinition built, ScheduleRequest request) =>
        SettingValue.Palace(request[nameof(ScheduleSettings.Palace)]) is { } given
        && !(
            services.Definitions.FindReadable(built.Name) is { PalaceFrom: PalaceLocation.Unknown } known
            && known.Palace == given
            && known.Container == built.Container
        );
}
