using System.Management.Automation;
using MempalaceSched.UseCases;

namespace MempalaceSched.Commands;

/// <summary>
/// <para type="synopsis">Restores a palace from a backup.</para>
/// <para type="description">The Restore-MempalacePalace cmdlet replaces the palace of a schedule with a backup that a
/// run made. To make backups, use the parameter -KeepBackups of Install-MempalaceSchedule or
/// Set-MempalaceSchedule.</para>
/// <para type="description">The backup is copied and checked first. Then the copy and the current palace are exchanged
/// in one step, so that there is a palace at all times. The backup and the current palace are both kept. If a step
/// fails, the change is undone. The disk needs room for the copy.</para>
/// <para type="description">The cmdlet writes an error if a run is in progress, or if another program, such as an MCP
/// server, holds mempalace's lock of the palace. Quit agents that use the palace before you restore it.</para>
/// <example><code>Restore-MempalacePalace mempalace-session</code><para>Restores the newest backup of the palace,
/// after a question.</para></example>
/// <example><code>Restore-MempalacePalace mempalace-session -Backup 20261127T030000Z -Confirm:$false</code>
/// <para>Restores the backup of that time, without a question.</para></example>
/// <example><code>Restore-MempalacePalace -WhatIf</code><para>Shows which folders would be copied and moved. No name is
/// needed if all schedules write to the same palace.</para></example>
/// </summary>
[Cmdlet(VerbsData.Restore, "MempalacePalace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PalaceRestore))]
public sealed class RestoreMempalacePalaceCommand : AsyncCommand
{
    /// <summary>
    /// Specifies the name of a schedule that writes to the palace. It can be omitted if all schedules write to the same
    /// palace.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ScheduleNameCompleter))]
    public string? Name { get; set; }

    /// <summary>
    /// Specifies the name of the backup, which is the time when it was made in UTC. The default is the newest backup.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupNameCompleter))]
    public string? Backup { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellation)
    {
        var restore = new RestorePalace(Services, Confirmation);
        if (await restore.RunAsync(Name, Backup, cancellation).ConfigureAwait(false) is { } restored)
            await WriteAsync(restored).ConfigureAwait(false);
    }
}
