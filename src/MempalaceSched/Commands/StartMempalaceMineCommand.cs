using System.Management.Automation;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Mines now, through the scheduler, and waits for the result.</para>
/// <para type="description">The run is the same as a scheduled one: same place, same environment, same locks, log and history. Its output goes
/// to -Verbose, its latest line to the progress bar. Ctrl-C ends the wait, not the mine.</para>
/// <example><code>Start-MempalaceMine mempalace-session -Verbose</code><para>Mines and shows all output.</para></example>
/// <example><code>Start-MempalaceMine mempalace-session -DryRun</code><para>Shows what a mine would file, and files nothing.</para></example>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "MempalaceMine", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(MineRun), typeof(string))]
public sealed class StartMempalaceMineCommand : SelectedSchedulesCommand
{
    /// <summary>Runs the command's own dry run, directly, and writes its lines.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <summary>Returns as soon as the scheduler has started the mine.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait for the end, such as 30m. For ever, unless given.</summary>
    [Parameter]
    [Duration]
    public TimeSpan TimeOut { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Mines with each schedule of this record, one after the other.</summary>
    protected override void ProcessRecord()
    {
        foreach (var definition in Selected())
            TryItem(() => Mine(definition));
    }

    private void Mine(ScheduleDefinition definition)
    {
        MineOperation.CheckWait(TimeOut);
        if (DryRun)
        {
            ShowDryRun(definition);
            return;
        }
        if (!ShouldProcess(definition.Name, "mine now"))
            return;
        var operation = new MineOperation(Bench, definition);
        WriteObject(Wait(token => operation.RunAsync(NoWait ? null : TimeOut, token)));
    }

    private void ShowDryRun(ScheduleDefinition definition)
    {
        var launcher = Bench.Paths.Launcher(definition.Name);
        var command = new ProcessCommand("/bin/sh", launcher, "--dry-run") { TimeLimit = TimeOut, KeepsLocale = true };
        if (SourceCatalog.Of(definition.Source).Shape == CommandShape.Opaque)
            throw Fault.NoDryRun(definition.Name);
        if (!File.Exists(launcher))
            throw Fault.LauncherMissing(definition.Name, launcher);
        var lines = new List<string>();
        var code = Wait(token => Bench.Processes.StreamAsync(command, lines.Add, token));
        WriteObject(lines, enumerateCollection: true);
        if (code != 0)
            throw Fault.DryRunFailed(definition.Name, code);
    }
}
