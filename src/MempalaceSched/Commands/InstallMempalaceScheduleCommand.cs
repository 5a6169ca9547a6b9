using System.Management.Automation;
using MempalaceSched.Errors;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Installs or updates a schedule that mines sessions into the memory palace.</para>
/// <para type="description">Writes one definition for each source, renders from it what the scheduler needs, has the scheduler take it over and
/// asks it for the next run. All schedules of one call are one change: when anything fails, all is put back. The same call a second time
/// changes nothing; a different one changes the schedule in place.</para>
/// <example><code>Install-MempalaceSchedule OpenCode</code><para>Mines opencode's sessions every Monday at 3.</para></example>
/// <example><code>Install-MempalaceSchedule OpenCode, Claude -At 'Mon..Fri 12:30' -RandomDelay 10m</code><para>Two schedules, on working days at noon.</para></example>
/// <example><code>Install-MempalaceSchedule Custom -Name mine-notes -Command ~/bin/mine-notes, --all -At daily</code><para>A command of one's own.</para></example>
/// <example><code>Install-MempalaceSchedule OpenCode -Container opencode-devbox -ContainerUser coder</code><para>Mines in a container that runs for long, from this machine.</para></example>
/// <example><code>Install-MempalaceSchedule Pi -WhatIf</code><para>Shows every file and command, and does nothing.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Install, "MempalaceSchedule", SupportsShouldProcess = true)]
[OutputType(typeof(Schedule))]
public sealed class InstallMempalaceScheduleCommand : InstallSettingsCommand
{
    /// <summary>Whose sessions are mined. Each source is a schedule of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public MineSource[] Source { get; set; } = [];

    /// <summary>The name of the schedule: a-z, 0-9 and '-'. Each source has a default, such as mempalace-session.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Makes the definitions.</summary>
    protected override void ProcessRecord()
    {
        if (TryItem(CheckRecord))
            foreach (var source in Source)
                TryItem(() => Prepare(source));
    }

    /// <summary>Installs what is wanted: one change for each scheduler, which is one for all but for schedules that come from a pipeline.</summary>
    protected override void EndProcessing() => PutInPlace("Install", WriteObject);

    private void CheckRecord()
    {
        if (Name is not null && Source.Length > 1)
            throw Fault.OptionConflict(
                $"-Name '{Name}' is one name, and there are {Source.Length} sources.",
                "Install them one by one, or leave -Name out.",
                Name
            );
    }

    private void Prepare(MineSource source)
    {
        var scheduler = ChosenScheduler();
        Want(Build(Request(source, Name), scheduler), scheduler);
    }
}
