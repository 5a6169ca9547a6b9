using System.Text.RegularExpressions;
using MempalaceSched.Calendars;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Launchd;

/// <summary>Reads the state of agents from launchd, and finds property lists that carry our mark.</summary>
internal sealed partial class LaunchdQuery(
    Launchctl launchctl,
    StandardPaths paths,
    TimeProvider time,
    LaunchdPlanner planner
) : IScheduleQuery
{
    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var agents = await LoadedAgents.ReadAsync(launchctl, cancellation).ConfigureAwait(false);
        return definitions.ToDictionary(definition => definition.Name, definition => Read(definition, agents));
    }

    public async Task<bool> IsCurrentVersionAsync(ScheduleDefinition definition, CancellationToken cancellation)
    {
        var agent = new LaunchAgent(definition, paths);
        var target = $"{launchctl.DomainFor(definition)}/{agent.Label}";
        return await launchctl.PrintAsync(target, cancellation).ConfigureAwait(false) is { } print
            && agent.Expected.DifferenceFrom(print) is null;
    }

    /// <summary>The plists that carry our mark. A copy under another name, made by the user, is not ours.</summary>
    public Task<IReadOnlyList<MarkedArtefact>> FindArtefactsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<MarkedArtefact>>([
            .. MarkedFiles
                .In(paths.LaunchAgents, Mark(), "*.plist")
                .Where(artefact => artefact.Location.EndsWith($".{artefact.Name}.plist", StringComparison.Ordinal))
                .Select(artefact =>
                    artefact with
                    {
                        LabelPrefix = Path.GetFileName(artefact.Location)[..^$".{artefact.Name}.plist".Length],
                    }
                ),
        ]);

    public IReadOnlyList<string> Warnings() =>
        planner.HasGraphicalLogin is false
            ?
            [
                "There is no graphical login, so launchd runs the schedule in the background session "
                    + $"({launchctl.User}). To move it to the graphical session, log in there and install it again.",
            ]
            : [];

    private LiveState Read(ScheduleDefinition definition, LoadedAgents agents)
    {
        var label = new LaunchAgent(definition, paths).Label;
        if (!agents.AreKnown)
            return new LiveState
            {
                State = ScheduleState.Unknown,
                Detail = "the output of launchctl print has an unknown format",
            };
        if (agents.ProcessId(label) is not { } pid)
            return !definition.Enabled || agents.IsDisabled(label)
                ? new LiveState { State = ScheduleState.Disabled, Detail = "it is disabled" }
                : LiveState.Missing with
                {
                    Detail = "it is not loaded",
                };
        return new LiveState
        {
            State = pid > 0 ? ScheduleState.Running : ScheduleState.Waiting,
            IsAccepted = true,
            NextRun = Occurrences.Next(definition.Recurrence, time.GetUtcNow(), time.LocalTimeZone),
            Detail = "it is loaded",
            Difference = (definition.Enabled, agents.IsDisabled(label)) switch
            {
                (false, _) => "the schedule is disabled, but launchd has loaded it",
                (true, true) =>
                    "the schedule is loaded, but its label is disabled, so it would not be loaded at the next login",
                _ => "",
            },
        };
    }

    [GeneratedRegex(@"<key>X-Mempalace-Schedule</key>\s*<string>([^<]+)</string>", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}

/// <summary>The agents of this user in both domains.</summary>
/// <param name="gui">The output of <c>print</c> for the domain of the graphical login; null when there is none.</param>
/// <param name="user">The output of <c>print</c> for the domain of the user; null when there is none.</param>
/// <param name="disabledList">The output of <c>print-disabled</c>.</param>
internal sealed class LoadedAgents(string? gui, string? user, string disabledList)
{
    private readonly IReadOnlyDictionary<string, int>? inGui = gui is null ? None : LaunchctlPrint.Services(gui);
    private readonly IReadOnlyDictionary<string, int>? inUser = user is null ? None : LaunchctlPrint.Services(user);
    private readonly IReadOnlySet<string>? disabled = LaunchctlPrint.Disabled(disabledList);

    private static Dictionary<string, int> None { get; } = [];

    /// <summary>Whether all three outputs were understood.</summary>
    public bool AreKnown => inGui is not null && inUser is not null && disabled is not null;

    /// <summary>Asks launchd, with three processes at the same time.</summary>
    public static async Task<LoadedAgents> ReadAsync(Launchctl launchctl, CancellationToken cancellation)
    {
        var gui = launchctl.PrintAsync(launchctl.Gui, cancellation);
        var user = launchctl.PrintAsync(launchctl.User, cancellation);
        var disabled = launchctl.RunAsync(cancellation, "print-disabled", launchctl.User);
        await Task.WhenAll(gui, user, disabled).ConfigureAwait(false);
        return new LoadedAgents(
            await gui.ConfigureAwait(false),
            await user.ConfigureAwait(false),
            (await disabled.ConfigureAwait(false)).Output
        );
    }

    public bool IsDisabled(string label) => disabled?.Contains(label) ?? false;

    /// <summary>The process ID of an agent: 0 when it is loaded but not running, null when it is not loaded.</summary>
    public int? ProcessId(string label) =>
        new[] { inGui, inUser }
            .Select(services => services is not null && services.TryGetValue(label, out var pid) ? pid : (int?)null)
            .Max();
}
