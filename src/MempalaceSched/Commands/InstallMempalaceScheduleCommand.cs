using System.Collections;
using System.Management.Automation;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Operations;
using MempalaceSched.Schedulers;
using MempalaceSched.Scheduling;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Installs or updates a schedule that mines sessions into the memory palace.</para>
/// <para type="description">Writes one definition for each source, renders from it what the scheduler needs, has the scheduler take it over and
/// asks it for the next run. All schedules of one call are one change: when anything fails, all is put back. The same call a second time
/// changes nothing; a different one changes the schedule in place.</para>
/// <example><code>Install-MempalaceSchedule OpenCode</code><para>Mines opencode's sessions every Monday at 3.</para></example>
/// <example><code>Install-MempalaceSchedule OpenCode, Claude -At 'Mon..Fri 12:30' -RandomDelay 10m</code><para>Two schedules, on working days at noon.</para></example>
/// <example><code>Install-MempalaceSchedule Custom -Name mine-notes -Command ~/bin/mine-notes, --all -At daily</code><para>A command of one's own.</para></example>
/// <example><code>Install-MempalaceSchedule Pi -WhatIf</code><para>Shows every file and command, and does nothing.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class InstallMempalaceScheduleCommand : MempalaceCommand
{
    private readonly List<ScheduleDefinition> wanted = [];

    /// <summary>Whose sessions are mined. Each source is a schedule of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public MineSource[] Source { get; set; } = [];

    /// <summary>The name of the schedule: a-z, 0-9 and '-'. Each source has a default, such as mempalace-session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The scheduler. Auto takes the first that works on this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SchedulerKind Scheduler { get; set; }

    /// <summary>When, in local time, as systemd writes it: weekdays, a date, a time, or any two of them ('Mon 03:00', 'Mon,Thu 03:00',
    /// 'Mon..Fri 03:00', '03:00', '*-*-01 03:00', 'Fri *-*-13', '*:0/15'), or one word (minutely, hourly, daily, weekly, monthly, quarterly,
    /// semiannually, yearly). Month, day, hour and minute are each *, or a list of 5, 5..9, 5/2 (from 5 on in steps of 2) and 5..9/2. Weekday
    /// and date together mean both. Seconds, years and time zones are refused. Each source has a slot of its own unless it is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RecurrenceCompleter))]
    public string? At { get; set; }

    /// <summary>The program and the words that belong to it, in place of the one that the source knows.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Command { get; set; }

    /// <summary>Words to be added after all others.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>The palace to mine into. Unless given, the one that mempalace itself would use now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Palace { get; set; }

    /// <summary>The wing of the palace.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Wing { get; set; }

    /// <summary>Passes --repair to the wrapper.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Repair { get; set; }

    /// <summary>Passes --no-repair to the wrapper.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoRepair { get; set; }

    /// <summary>At most this much is added to each run's time, such as 30m, which is the default; 0 for none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan RandomDelay { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A mine that takes longer is ended, such as 2h, which is the default; 0 for no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Leaves out a run that was missed while the machine was off, instead of making up for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoCatchUp { get; set; }

    /// <summary>What stands before the name in the label of a launch agent: se.jordbo, unless given. Only launchd has labels.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LabelPrefix { get; set; }

    /// <summary>Variables for the mine: @{ NAME = 'value' }.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Hashtable Environment { get; set; } = [];

    /// <summary>Has the schedule run while you are logged out too (loginctl enable-linger).</summary>
    [Parameter]
    public SwitchParameter EnableLinger { get; set; }

    /// <summary>Replaces files of those names that are not ours. A copy of them is kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes the definitions.</summary>
    protected override void ProcessRecord()
    {
        if (TryItem(CheckRecord))
            foreach (var source in Source) TryItem(() => Prepare(source));
    }

    /// <summary>Installs what is wanted: one change for each scheduler, which is one for all but for schedules that come from a pipeline.</summary>
    protected override void EndProcessing()
    {
        foreach (var group in wanted.GroupBy(definition => definition.Scheduler)) TryItem(() => Install([.. group]));
    }

    /// <summary>Finds out which of them would change anything, carries out these changes as one, and writes what is installed then.</summary>
    private void Install(List<ScheduleDefinition> definitions)
    {
        var scheduler = Bench.Schedulers.Of(definitions[0].Scheduler);
        var install = Installation(scheduler);
        if (scheduler.Unavailable is null) Wait(token => install.LookAsync(definitions, token));
        var current = definitions.Where(install.IsCurrent).ToList();
        foreach (var definition in current) WriteVerbose($"'{definition.Name}' is installed just so; nothing is changed.");
        var changed = definitions.Except(current).Where(definition => Confirm(definition, scheduler, install)).ToList();
        if (changed.Count > 0) Wait(token => ApplyAsync(install, changed, token));

        var shown = definitions.Where(definition => current.Contains(definition) || changed.Contains(definition)).ToList();
        WriteObject(shown.Select(definition => Bench.Reader.Combine(definition, install.Live[definition.Name])), enumerateCollection: true);
        foreach (var caveat in shown.Count > 0 ? scheduler.Caveats() : []) WriteWarning(caveat);
    }

    private void CheckRecord()
    {
        if (Repair && NoRepair) throw Fault.OptionConflict("-Repair and -NoRepair exclude each other.", "Give one of them.");
        if (Name is not null && Source.Length > 1)
            throw Fault.OptionConflict($"-Name '{Name}' is one name, and there are {Source.Length} sources.", "Install them one by one, or leave -Name out.", Name);
    }

    private void Prepare(MineSource source)
    {
        var scheduler = ChosenScheduler();
        var built = new DefinitionBuilder(Bench.Environment).Build(Request(source), scheduler.Kind);
        var definition = scheduler.Unavailable is null ? Wait(token => scheduler.CompleteAsync(built, token)) : built;
        if (wanted.Any(other => other.Name == definition.Name))
            throw Fault.OptionConflict($"This call already has a schedule named '{definition.Name}'.", "Give each a -Name of its own.", definition.Name);
        Installation(scheduler).Check(definition);
        wanted.Add(definition);
    }

    /// <summary>The scheduler that was asked for. To look at a plan, it need not be one of this machine.</summary>
    private IScheduler ChosenScheduler()
    {
        if (!IsWhatIf || Scheduler == SchedulerKind.Auto || Bench.Schedulers.Of(Scheduler) is not { Unavailable: { } why } other)
            return Bench.Schedulers.Choose(Scheduler, WriteVerbose);
        WriteWarning($"{other.Title} cannot be used here: {why.Found} This is only the plan.");
        return other;
    }

    private bool Confirm(ScheduleDefinition definition, IScheduler scheduler, InstallOperation install)
    {
        var description = IsWhatIf
            ? $"Install the schedule '{definition.Name}' under {scheduler.Title}:\n{Wait(install.Plan(definition).PreviewAsync)}"
            : $"Installing the schedule '{definition.Name}' under {scheduler.Title}";
        return ShouldProcess(description, $"Install the schedule '{definition.Name}' ({definition.At}) under {scheduler.Title}?", "Install-MempalaceSchedule");
    }

    private async Task ApplyAsync(InstallOperation install, IReadOnlyList<ScheduleDefinition> changed, CancellationToken token)
    {
        using var _ = await ChangeLock.TakeAsync(Bench.Paths, token).ConfigureAwait(false);
        await install.ApplyAsync(changed, token).ConfigureAwait(false);
    }

    private InstallOperation Installation(IScheduler scheduler) => new(Bench, scheduler, new InstallOptions(EnableLinger, Force));

    private ScheduleRequest Request(MineSource source) => new()
    {
        Source = source,
        Name = string.IsNullOrEmpty(Name) ? null : Name,
        At = string.IsNullOrEmpty(At) ? null : At,
        Command = Command,
        ArgumentList = ArgumentList,
        Palace = string.IsNullOrEmpty(Palace) ? null : Palace,
        Wing = string.IsNullOrEmpty(Wing) ? null : Wing,
        Repair = Repair ? RepairMode.Repair : NoRepair ? RepairMode.NoRepair : RepairMode.Default,
        RandomDelay = RandomDelay,
        TimeLimit = TimeLimit,
        CatchUp = !NoCatchUp,
        LabelPrefix = string.IsNullOrEmpty(LabelPrefix) ? null : LabelPrefix,
        Environment = Environment.Cast<DictionaryEntry>().ToDictionary(entry => $"{entry.Key}", entry => $"{entry.Value}", StringComparer.Ordinal),
        CurrentFolder = CurrentFolder,
    };
}
