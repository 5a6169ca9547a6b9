using System.Collections;
using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Schedules;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet that takes the settings of a schedule.</summary>
/// <remarks>
/// A parameter whose name is a setting needs no further code: its value goes into the request by name.
/// </remarks>
public abstract class ScheduleSettingsCommand : AsyncCommand
{
    private HashSet<string>? typed;

    /// <summary>
    /// Specifies when the schedule runs, in local time. The syntax is that of systemd calendars: weekdays, a date and a
    /// time, each optional, for example 'Mon 03:00', 'Mon,Thu 03:00', 'Mon..Fri 03:00', '03:00', '*-*-01 03:00',
    /// 'Fri *-*-13' or '*:0/15'. One word is accepted too: minutely, hourly, daily, weekly, monthly, quarterly,
    /// semiannually or yearly. Month, day, hour and minute are each *, or a list of numbers, ranges (5..9) and steps
    /// (5/2 means from 5 on in steps of 2). If a weekday and a date are given, both must match. Seconds, years and time
    /// zones are not supported. Each source has a default.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RecurrenceCompleter))]
    public string? At { get; set; }

    /// <summary>
    /// Specifies the program and its first arguments, instead of the default command of the source. A program without a
    /// folder is looked up in PATH.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Command { get; set; }

    /// <summary>Specifies arguments to add after all others.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? ArgumentList { get; set; }

    /// <summary>
    /// Specifies the palace to write to. The default, and the value auto, is the palace that mempalace itself would use
    /// now. Test-MempalaceSchedule warns if mempalace would later use another one, unless you specified a path. To
    /// specify a folder that is named auto, write ./auto.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Palace { get; set; }

    /// <summary>Specifies the wing of the palace to file into. The default is the choice of the command.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Wing { get; set; }

    /// <summary>
    /// Repairs the palace after each run, by passing --repair to mempalace-session or mempalace-pi-session. By default,
    /// that script decides. The authors of mempalace warn against this for scheduled runs: a repair replaces the data
    /// of the palace, and is for recovery.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Repair { get; set; }

    /// <summary>
    /// Never repairs the palace after a run, by passing --no-repair to mempalace-session or mempalace-pi-session.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoRepair { get; set; }

    /// <summary>
    /// Adds a random delay of up to this duration to each start time, for example 30m or 00:30:00. The delay spreads
    /// the load when many machines or schedules start at the same time. The default is 30 minutes. Specify 0 for no
    /// delay.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? RandomDelay { get; set; }

    /// <summary>
    /// Specifies how long a run may take, for example 2h. A run that takes longer is stopped, together with everything
    /// it started. The first run after an upgrade of mempalace may take four times as long, because some releases read
    /// everything again once. The default is 2 hours. Specify 0 for no limit.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>
    /// Specifies how long to wait before another run when the palace was held, for example 30m. A scheduled run that is
    /// Busy leaves its occurrence due, and the schedule tries again at this interval until the next occurrence. Runs
    /// that you start by hand are not tried again. The default is 1 hour. Specify 0 for no further try.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? RetryInterval { get; set; }

    /// <summary>
    /// Skips occurrences that were missed while the machine was off. By default, a missed run is caught up.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoCatchUp { get; set; }

    /// <summary>
    /// Specifies the part of a launch agent's label before the name. The default is se.jordbo. Only launchd uses
    /// labels.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LabelPrefix { get; set; }

    /// <summary>
    /// Specifies environment variables for the run, for example @{ NAME = 'value' }. Variables that a shell sets
    /// itself, such as UID, are not accepted.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Variables]
    [ValidateNotNull]
    public Hashtable? Environment { get; set; }

    /// <summary>
    /// Specifies a command to run after each run with the outcome Failed or TimedOut, and once when the palace was held
    /// at three occurrences in a row: the program, then its arguments. The command finds the details of the run in the
    /// environment variables MEMPALACE_SCHED_NAME, _OUTCOME, _REASON, _EXIT_CODE, _STARTED, _ENDED, _DURATION, _FILED,
    /// _PROCESSED, _SKIPPED, _LOG, _HISTORY and _RUN_ID. It is stopped after one minute, its output goes to the log of
    /// the run, and its failure does not change the outcome. Specify an empty list to remove the command.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? OnFailure { get; set; }

    /// <summary>
    /// Specifies a command to run after each run with the outcome Succeeded or NothingNew, for example
    /// curl, -fsS, -m, 10, https://example.org/ping. Otherwise it works like -OnFailure.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? OnSuccess { get; set; }

    /// <summary>
    /// Specifies how many backups of the palace to keep, from 0 to 100. Before each run, the launcher copies the palace
    /// to the folder PALACE.backups and deletes the oldest copies. The default is 0: no backups are made. Schedules
    /// that write to the same palace share its backups. To restore one, use Restore-MempalacePalace.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int? KeepBackups { get; set; }

    /// <summary>
    /// Specifies the exact name of a long-running container to run the command in. The scheduler of this machine starts
    /// the run. Command, palace and sessions are then those in the container, and the default name of the schedule ends
    /// in -devbox.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Container { get; set; }

    /// <summary>
    /// Specifies the user in the container, by name or number, optionally followed by a colon and a group. The default
    /// is the container's own user.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ContainerUser { get; set; }

    /// <summary>
    /// Specifies the client of the container engine: docker, podman, or a path. The default is docker, or podman if
    /// docker is not installed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ContainerEngineCompleter))]
    public string? ContainerEngine { get; set; }

    /// <summary>
    /// Whether the input object is a schedule. A schedule has a property for every parameter, so then only parameters
    /// that were typed count: the other values are only what was true when the schedule was read.
    /// </summary>
    private protected virtual bool IsScheduleFromPipeline => false;

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        typed = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        base.ProcessRecord();
        // PowerShell resets the properties for the next input object, but it leaves their values in this dictionary.
        foreach (var fromPipeline in MyInvocation.BoundParameters.Keys.Where(parameter => !IsTyped(parameter)).ToList())
            MyInvocation.BoundParameters.Remove(fromPipeline);
    }

    /// <summary>Whether a parameter was typed on the command line, and not bound from the pipeline.</summary>
    private protected bool IsTyped(string parameter) => typed!.Contains(parameter);

    /// <summary>Whether a parameter was given.</summary>
    private protected bool IsGiven(string parameter) =>
        IsScheduleFromPipeline ? IsTyped(parameter) : MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>The given settings.</summary>
    /// <exception cref="MempalaceException"><c>OptionConflict</c>.</exception>
    private protected ScheduleRequest Request(MineSource source, string? name)
    {
        var request = new ScheduleRequest
        {
            Source = source,
            Name = name,
            CurrentFolder = CurrentFolder,
        };
        string[] resolvedFirst =
        [
            ContainerRequest.Container,
            ContainerRequest.User,
            ContainerRequest.Engine,
            DefinitionBuilder.LabelPrefix,
        ];
        foreach (var setting in ScheduleSettings.All.Keys.Except([nameof(Repair)]).Concat(resolvedFirst).Where(IsGiven))
            request = request.With(setting, Value(MyInvocation.BoundParameters[setting]));
        if (IsGiven(nameof(NoCatchUp)))
            request = request.With(nameof(ScheduleSettings.CatchUp), !NoCatchUp.IsPresent);
        return GivenRepair() is { } repair ? request.With(nameof(Repair), repair) : request;
    }

    private static object? Value(object? bound) =>
        bound is Hashtable variables
            ? variables
                .Cast<DictionaryEntry>()
                .ToDictionary(entry => $"{entry.Key}", entry => $"{entry.Value}", StringComparer.Ordinal)
            : bound;

    private RepairMode? GivenRepair()
    {
        var (repair, noRepair) = (IsGiven(nameof(Repair)) && Repair, IsGiven(nameof(NoRepair)) && NoRepair);
        if (repair && noRepair)
            throw Error.OptionConflict("-Repair and -NoRepair exclude each other.", "Specify one of them.");
        if (!IsGiven(nameof(Repair)) && !IsGiven(nameof(NoRepair)))
            return null;
        return repair ? RepairMode.Repair
            : noRepair ? RepairMode.NoRepair
            : RepairMode.Default;
    }
}
