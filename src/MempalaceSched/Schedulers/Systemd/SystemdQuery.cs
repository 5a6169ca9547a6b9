using System.Text.RegularExpressions;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>Reads the state of timers from the user manager, and finds unit files that carry our mark.</summary>
internal sealed partial class SystemdQuery(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    UserManager manager
) : IScheduleQuery
{
    private const string Properties =
        "Id,LoadState,ActiveState,SubState,UnitFileState,NextElapseUSecRealtime,NeedDaemonReload";

    public string? LingerWarning =>
        manager.Lingers
            ? null
            : $"Lingering is disabled for '{environment.UserName}', so schedules run only while "
                + $"{environment.UserName} is logged in. To run them always: "
                + $"sudo loginctl enable-linger {environment.UserName} (or install with -EnableLinger).";

    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var states = new Dictionary<string, LiveState>(StringComparer.Ordinal);
        if (definitions.Count == 0)
            return states;
        var units = await ShowAsync(
                Properties,
                definitions.SelectMany(definition =>
                    new[] { SystemdUnits.Timer(definition.Name), SystemdUnits.Service(definition.Name) }
                ),
                manager,
                processes,
                cancellation
            )
            .ConfigureAwait(false);
        foreach (var definition in definitions)
        {
            var timer = units.GetValueOrDefault(SystemdUnits.Timer(definition.Name));
            var service = units.GetValueOrDefault(SystemdUnits.Service(definition.Name));
            states[definition.Name] = SystemdState.Read(timer, service) with
            {
                Difference = SystemdState.Difference(definition.Enabled, timer, service),
            };
        }
        return states;
    }

    /// <summary>The unit files that carry our mark. A copy under another name, made by the user, is not ours.</summary>
    public Task<IReadOnlyList<MarkedArtefact>> FindArtefactsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<MarkedArtefact>>([
            .. MarkedFiles
                .In(paths.SystemdUnits, Mark(), "*.timer", "*.service")
                .Where(artefact =>
                    Path.GetFileName(artefact.Location) is var file
                    && (file == SystemdUnits.Timer(artefact.Name) || file == SystemdUnits.Service(artefact.Name))
                )
                .Select(artefact =>
                    artefact with
                    {
                        At = Calendar().Match(artefact.Text) is { Success: true } match ? match.Groups[1].Value : "",
                    }
                ),
        ]);

    public IReadOnlyList<string> Warnings() => LingerWarning is { } warning ? [warning] : [];

    /// <summary>Properties of any number of units with a single systemctl process.</summary>
    /// <exception cref="MempalaceException"><c>SchedulerCommandFailed</c>.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ShowAsync(
        string properties,
        IEnumerable<string> units,
        UserManager manager,
        IProcessRunner processes,
        CancellationToken cancellation
    )
    {
        var command = manager.Systemctl(["show", $"--property={properties}", "--", .. units]);
        // systemctl prints local times. In UTC they are unambiguous, also when clocks change.
        command = command with
        {
            Environment = new Dictionary<string, string?>(command.Environment) { ["TZ"] = "UTC" },
        };
        var result = await processes.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.ExitCode == 0
            ? UnitShow.Parse(result.Output)
            : throw ProcessErrors.Failed(command, result, UserManager.Recommendation);
    }

    [GeneratedRegex(@"^X-Mempalace-Schedule=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^OnCalendar=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Calendar();
}
