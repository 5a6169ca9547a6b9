using System.Management.Automation;
using MempalaceSched.Schedulers;

namespace MempalaceSched.Commands;

/// <summary>A cmdlet that takes the settings of a schedule and puts it under a scheduler of this machine.</summary>
public abstract class InstallSettingsCommand : ScheduleSettingsCommand
{
    /// <summary>The scheduler. Auto takes the first that works on this machine.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SchedulerKind Scheduler { get; set; }

    /// <summary>Has the schedule run while you are logged out too (loginctl enable-linger).</summary>
    [Parameter]
    public SwitchParameter EnableLinger { get; set; }

    /// <summary>Replaces files of those names that are not ours. A copy of them is kept.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override InstallOptions Options => new(EnableLinger, Force);

    /// <summary>The scheduler that was asked for. To look at a plan, it need not be one of this machine.</summary>
    private protected IScheduler ChosenScheduler() =>
        IsWhatIf && Scheduler != SchedulerKind.Auto
            ? SchedulerOf(Scheduler)
            : Bench.Schedulers.Choose(Scheduler, WriteVerbose);
}
