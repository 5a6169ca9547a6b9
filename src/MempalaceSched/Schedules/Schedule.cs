using System.Collections;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched;

/// <summary>
/// An installed schedule: its settings, its state and health, and its last run. Settings have the names of the cmdlet
/// parameters that set them, so that schedules can be piped to other cmdlets.
/// </summary>
public sealed record Schedule
{
    private readonly ScheduleDefinition definition;

    internal Schedule(ScheduleDefinition definition, StandardPaths paths)
    {
        this.definition = definition;
        At = definition.At;
        Enabled = definition.Enabled;
        Environment = new Hashtable(definition.Environment.ToDictionary());
        DefinitionPath = paths.Definition(definition.Name);
        LauncherPath = paths.Launcher(definition.Name);
        StatePath = paths.StateOf(definition.Name);
        CommandLine = string.Join(' ', definition.MineCommand.Words().Select(Shell.Word));
    }

    /// <summary>The name of the schedule.</summary>
    public string Name => definition.Name;

    /// <summary>The source whose sessions are mined.</summary>
    public MineSource Source => definition.Source;

    /// <summary>The scheduler that starts the runs.</summary>
    public SchedulerKind Scheduler => definition.Scheduler;

    /// <summary>The calendar, in local time.</summary>
    public string At { get; internal init; }

    /// <summary><c>Host</c>, or the name of a container, followed by the user in parentheses.</summary>
    public string Target => definition.Container?.Title ?? "Host";

    /// <summary>The container that runs act in; null for this machine.</summary>
    public string? Container => definition.Container?.Name;

    /// <summary>The user in the container; null for the container's default user.</summary>
    public string? ContainerUser => definition.Container?.User;

    /// <summary>The client of the container engine, as an absolute path.</summary>
    public string? ContainerEngine => definition.Container?.Engine;

    /// <summary>The state in the scheduler.</summary>
    public ScheduleState State { get; internal init; }

    /// <summary>Whether the schedule does its work.</summary>
    public ScheduleHealth Health { get; internal init; }

    /// <summary>What was found and what to do about it; empty for a healthy schedule.</summary>
    public string HealthDetail { get; internal init; } = "";

    /// <summary>Whether the schedule runs by itself.</summary>
    public bool Enabled { get; internal init; }

    /// <summary>The next run, including its random delay; null when there is none or when it is unknown.</summary>
    public DateTimeOffset? NextRun { get; internal init; }

    /// <summary>When the last run started; null when there was none.</summary>
    public DateTimeOffset? LastRun { get; internal init; }

    /// <summary>The outcome of the last run; null when there was none.</summary>
    public MineOutcome? LastOutcome { get; internal init; }

    /// <summary>The reason for the last outcome; empty if there is none.</summary>
    public string LastReason { get; internal init; } = "";

    /// <summary>The program and its first arguments.</summary>
    public IReadOnlyList<string> Command => definition.Command;

    /// <summary>Arguments that come after all others.</summary>
    public IReadOnlyList<string> ArgumentList => definition.ArgumentList;

    /// <summary>The complete command, quoted for a shell.</summary>
    public string CommandLine { get; }

    /// <summary>The palace that runs write to.</summary>
    public string Palace => definition.Palace;

    /// <summary>
    /// What determined the palace at install: <c>-Palace</c>, an environment variable, a configuration file,
    /// <c>default</c>, or <c>unknown</c> in a container that was not running. Null for schedules that an earlier
    /// version installed.
    /// </summary>
    public string? PalaceFrom => definition.PalaceFrom;

    /// <summary>The release of mempalace that was installed at that time; null if it is unknown.</summary>
    public string? MempalaceVersion => definition.MempalaceVersion;

    /// <summary>The wing of the palace; null for the default of the command.</summary>
    public string? Wing => definition.Wing;

    /// <summary>Whether the wrapper is called with <c>--repair</c>.</summary>
    public bool Repair => definition.Repair == RepairMode.Repair;

    /// <summary>Whether the wrapper is called with <c>--no-repair</c>.</summary>
    public bool NoRepair => definition.Repair == RepairMode.NoRepair;

    /// <summary>The largest random delay of an occurrence.</summary>
    public TimeSpan RandomDelay => definition.RandomDelay;

    /// <summary>How long a run may take; zero for no limit.</summary>
    public TimeSpan TimeLimit => definition.TimeLimit;

    /// <summary>
    /// The time between two runs for an occurrence while the palace is held by another process; zero for no retry.
    /// </summary>
    public TimeSpan RetryInterval => definition.RetryInterval;

    /// <summary>Whether missed occurrences are skipped.</summary>
    public bool NoCatchUp => !definition.CatchUp;

    /// <summary>The part of a launch agent's label before the name; null for other schedulers.</summary>
    public string? LabelPrefix => definition.LabelPrefix;

    /// <summary>Environment variables for the run.</summary>
    public Hashtable Environment { get; }

    /// <summary>The command that runs after a failure; empty for none.</summary>
    public IReadOnlyList<string> OnFailure => definition.OnFailure;

    /// <summary>The command that runs after a success; empty for none.</summary>
    public IReadOnlyList<string> OnSuccess => definition.OnSuccess;

    /// <summary>How many backups of the palace are kept; 0 if runs make no backups.</summary>
    public int KeepBackups => definition.KeepBackups;

    /// <summary>The number of backups of the palace; null for a palace in a container.</summary>
    public int? Backups { get; internal init; }

    /// <summary>
    /// The size of all backups of the palace in bytes, without regard to blocks that they share with other files; null
    /// for a palace in a container.
    /// </summary>
    public long? BackupSize { get; internal init; }

    /// <summary>The session store; null if only the command knows it.</summary>
    public string? StorePath => definition.Store?.Path;

    /// <summary>The environment variable that moved the session store at install; null for the usual store.</summary>
    public string? StoreFrom => definition.Store?.From;

    /// <summary>The definition file.</summary>
    public string DefinitionPath { get; }

    /// <summary>The script that the scheduler starts. You can also start it by hand.</summary>
    public string LauncherPath { get; }

    /// <summary>The folder with the history and the logs.</summary>
    public string StatePath { get; }

    /// <summary>The name of the schedule.</summary>
    public override string ToString() => Name;
}
