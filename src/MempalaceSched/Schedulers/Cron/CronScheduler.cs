using MempalaceSched.Calendars;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>A marked block in the user's crontab. What cron lacks (delay, catch-up, priority) the launcher does.</summary>
internal sealed class CronScheduler(
    HostEnvironment environment,
    StandardPaths paths,
    IProcessRunner processes,
    TimeProvider time
) : IScheduler
{
    private readonly CronDaemon daemon = new(environment);

    private Crontab Crontab => new(paths, processes, daemon.Program ?? "crontab", daemon.RefusesUnended);

    public SchedulerKind Kind => SchedulerKind.Cron;

    public string Title => "cron";

    public Unavailability? Unavailable => daemon.Unavailable;

    /// <summary>Auto takes cron only where its daemon runs.</summary>
    public Unavailability? NotAutomatic =>
        daemon.Unavailable
        ?? (daemon.IsRunning ? null : new("there is a crontab command, but no cron daemon runs.", daemon.StartIt));

    public IReadOnlyList<WriteFile> FilesOf(ScheduleDefinition definition) => [];

    public string? EntryOf(ScheduleDefinition definition) => RawText.Show(Block(definition));

    public ChangePlan PlanInstall(
        IReadOnlyList<ScheduleDefinition> definitions,
        IReadOnlySet<string> active,
        InstallOptions options
    ) =>
        options.EnableLinger
            ? throw Fault.OptionConflict(
                "-EnableLinger is for systemd; cron runs without a login anyway.",
                "Leave it out."
            )
            : new ChangePlan([
                new CrontabStep(
                    Crontab,
                    definitions.ToDictionary(
                        definition => definition.Name,
                        definition => definition.Enabled ? Block(definition) : null
                    ),
                    [.. options.AdoptedBy(definitions).Select(adopted => adopted.Job.Handle)]
                ),
            ]);

    public ChangePlan PlanRemove(IReadOnlyList<ScheduleDefinition> definitions) =>
        new([new CrontabStep(Crontab, definitions.ToDictionary(definition => definition.Name, _ => (string?)null))]);

    public async Task<IReadOnlyList<ForeignJob>> FindForeignAsync(CancellationToken cancellation) =>
        [
            .. new ForeignLines(await Crontab.ReadAsync(cancellation).ConfigureAwait(false))
                .Mines()
                .Select(line =>
                {
                    var job = new ForeignJob
                    {
                        Name = "",
                        Place = $"crontab, line {line.Number}",
                        Handle = line.Raw,
                        IsActive = true,
                    }.With(() => new CronJob(environment).Read(line.Shown, line.Settings));
                    return job with
                    {
                        Name = job.Job is { } read ? SourceCatalog.Of(read.Command.Source).ScheduleName : "crontab",
                    };
                }),
        ];

    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var text = new CrontabText(await Crontab.ReadAsync(cancellation).ConfigureAwait(false));
        var runs = daemon.IsRunning;
        return definitions.ToDictionary(definition => definition.Name, definition => Read(definition, text, runs));
    }

    public async Task<IReadOnlyList<Trace>> FindTracesAsync(CancellationToken cancellation) =>
        [
            .. new CrontabText(await Crontab.ReadAsync(cancellation).ConfigureAwait(false)).Blocks.Select(
                block => new Trace(block.Key, "a block in the crontab", RawText.Show(block.Value.Text))
            ),
        ];

    public Task ProbeAsync(Probe probe, IReporter reporter, CancellationToken cancellation) =>
        daemon.IsRunning
            ? CronProbe.RunAsync(Crontab, probe, reporter, cancellation)
            : throw Fault.SchedulerUnavailable("cron", "its daemon does not run.", daemon.StartIt);

    public bool StartWaits => false;

    public ProcessCommand StartCommand(ScheduleDefinition definition, bool wait) =>
        LauncherCommand.Manual(paths.Launcher(definition.Name));

    public IReadOnlyList<string> Caveats() =>
        daemon.IsRunning ? [] : [$"The cron daemon does not run, so nothing will run by itself. {daemon.StartIt}"];

    private LiveState Read(ScheduleDefinition definition, CrontabText text, bool runs)
    {
        if (!text.Blocks.TryGetValue(definition.Name, out var block))
            return definition.Enabled
                ? LiveState.Missing with
                {
                    Detail = "there is no block of that name in the crontab",
                }
                : new LiveState
                {
                    State = ScheduleState.Disabled,
                    Detail = "it is disabled: no block is in the crontab",
                };
        var (wanted, difference) = Compare(block.Text, definition);
        return new LiveState
        {
            State = runs ? ScheduleState.Waiting : ScheduleState.NotRunning,
            IsAccepted = definition.Enabled && difference.Length == 0,
            NextRun = Occurrences.Next(definition.Recurrence, time.GetUtcNow(), time.LocalTimeZone),
            Detail = runs ? "its block is in the crontab" : "its block is in the crontab, but no cron daemon runs",
            Difference = difference,
            Diff =
                difference.Length == 0 ? "" : UnifiedDiff.Of("crontab", RawText.Show(block.Text), RawText.Show(wanted)),
        };
    }

    /// <summary>What the block of a definition is to be, and what is wrong with the one that is there.</summary>
    private (string Wanted, string Difference) Compare(string text, ScheduleDefinition definition)
    {
        if (!definition.Enabled)
            return ("", "it is disabled, but its block is in the crontab");
        try
        {
            var wanted = Block(definition);
            return (wanted, text == wanted ? "" : "its block in the crontab is not as it was written");
        }
        catch (MempalaceException fault)
        {
            return ("", fault.Message.TrimEnd('.')); // the definition was changed by hand to what no line can say
        }
    }

    private string Block(ScheduleDefinition definition) =>
        CrontabText.Block(
            definition.Name,
            CronLines.Of(definition, paths.Launcher(definition.Name), daemon.KnowsReboot)
        );
}
