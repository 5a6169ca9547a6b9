using System.Collections;
using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet that takes the settings of a schedule.</summary>
public abstract class ScheduleSettingsCommand : ScheduleCommand
{
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
    public string[]? ArgumentList { get; set; }

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
    public TimeSpan? RandomDelay { get; set; }

    /// <summary>A mine that takes longer is ended, such as 2h, which is the default; 0 for no limit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>Leaves out a run that was missed while the machine was off, instead of making up for it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter NoCatchUp { get; set; }

    /// <summary>What stands before the name in the label of a launch agent: se.jordbo, unless given. Only launchd has labels.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LabelPrefix { get; set; }

    /// <summary>Variables for the mine: @{ NAME = 'value' }.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Variables]
    [ValidateNotNull]
    public Hashtable? Environment { get; set; }

    /// <summary>A command to be run after each run that Failed or TimedOut, and after each that is Busy from the third in a row on: the program, then
    /// its words. It finds the run in its environment: MEMPALACE_SCHED_NAME, _OUTCOME, _REASON, _EXIT_CODE, _STARTED, _ENDED, _DURATION, _FILED,
    /// _PROCESSED, _SKIPPED, _LOG, _HISTORY and _RUN_ID. It has a minute, what it prints goes to the log of the run, what it leaves in the background is ended with it, and its own failure is noted
    /// there and changes nothing. An empty list takes it away.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? OnFailure { get; set; }

    /// <summary>A command to be run after each run that Succeeded or found NothingNew, as -OnFailure: curl, -fsS, -m, 10, https://example.org/ping.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public string[]? OnSuccess { get; set; }

    /// <summary>The container to mine in, by its exact name; the scheduler of this machine calls into it. Command, palace and store are then those
    /// inside. The schedule's name gets -devbox at its end unless -Name is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Container { get; set; }

    /// <summary>The user inside, by name or number, with a group after a colon or not; the one that the container has, unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ContainerUser { get; set; }

    /// <summary>The client of the container's engine: docker, podman, or a path. docker, or else podman, unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ContainerEngineCompleter))]
    public string? ContainerEngine { get; set; }

    /// <summary>Whether a parameter was given at all: what was not is no setting.</summary>
    private protected virtual bool IsSaid(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>What was said.</summary>
    /// <exception cref="MempalaceException"><c>OptionConflict</c>.</exception>
    private protected ScheduleRequest Request(MineSource source, string? name) =>
        new()
        {
            Source = source,
            Name = name,
            At = Said(nameof(At), At),
            Command = Said(nameof(Command), Command),
            ArgumentList = Said(nameof(ArgumentList), ArgumentList),
            Palace = Said(nameof(Palace), Palace),
            Wing = Said(nameof(Wing), Wing),
            Repair = SaidRepair(),
            RandomDelay = IsSaid(nameof(RandomDelay)) ? RandomDelay : null,
            TimeLimit = IsSaid(nameof(TimeLimit)) ? TimeLimit : null,
            CatchUp = IsSaid(nameof(NoCatchUp)) ? !NoCatchUp : null,
            LabelPrefix = Said(nameof(LabelPrefix), LabelPrefix),
            Environment = Said(nameof(Environment), Environment)
                ?.Cast<DictionaryEntry>()
                .ToDictionary(entry => $"{entry.Key}", entry => $"{entry.Value}", StringComparer.Ordinal),
            OnFailure = Said(nameof(OnFailure), OnFailure),
            OnSuccess = Said(nameof(OnSuccess), OnSuccess),
            Container = Said(nameof(Container), Container),
            ContainerUser = Said(nameof(ContainerUser), ContainerUser),
            ContainerEngine = Said(nameof(ContainerEngine), ContainerEngine),
            CurrentFolder = CurrentFolder,
        };

    /// <summary>The definition that a request asks for, and that of its container is known what can be.</summary>
    private protected ScheduleDefinition Build(
        ScheduleRequest request,
        IScheduler scheduler,
        ScheduleDefinition? old = null
    )
    {
        var containers = new ContainerOperation(Bench, IsWhatIf);
        var whole = containers.WithEngine(request, old);
        var built = new DefinitionBuilder(Bench.Environment).Build(whole, scheduler.Kind, old);
        return Wait(token => containers.CompleteAsync(built, whole, old, token));
    }

    private T? Said<T>(string parameter, T? value)
        where T : class => IsSaid(parameter) ? value : null;

    private RepairMode? SaidRepair()
    {
        var (repair, noRepair) = (IsSaid(nameof(Repair)), IsSaid(nameof(NoRepair)));
        if (repair && noRepair && Repair && NoRepair)
            throw Fault.OptionConflict("-Repair and -NoRepair exclude each other.", "Give one of them.");
        if (!repair && !noRepair)
            return null;
        return repair && Repair ? RepairMode.Repair
            : noRepair && NoRepair ? RepairMode.NoRepair
            : RepairMode.Default;
    }
}
