# Installations that fail are undone completely.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
Install-Recorder
$null = [IO.Directory]::CreateDirectory("$HOME/.local/state/mempalace-sched/locks")
Write-Text "$HOME/.local/state/mempalace-sched/locks/changes.lock" ''
$units = "$HOME/.config/systemd/user"

Report-Failure enable fail-enable { Install-MempalaceSchedule OpenCode }
Report-Failure blind blind-show { Install-MempalaceSchedule OpenCode }
Report-Failure many fail-enable { Install-MempalaceSchedule OpenCode, Gemini, Claude }
Report fresh.install (Call { Install-MempalaceSchedule OpenCode -At 'Mon 03:00' -RandomDelay 0 })
$null = [IO.Directory]::CreateDirectory($units)

Report-Failure update.enable fail-enable { Install-MempalaceSchedule OpenCode -At 'Thu 05:00' -RandomDelay 0 }
Report update.enable.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)
Report-Failure update.blind blind-show { Install-MempalaceSchedule OpenCode -At 'Thu 05:00' -RandomDelay 0 }
Report update.blind.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)
Report update.blind.state (Call { Get-MempalaceSchedule mempalace-session })

& systemctl --user disable --now mempalace-session.timer 2>&1 | Out-Null
Report-Failure update.disabled blind-show { Install-MempalaceSchedule OpenCode -At 'Thu 05:00' }
& systemctl --user enable --now mempalace-session.timer 2>&1 | Out-Null

& chmod 555 $units
Report-Failure readonly '' { Install-MempalaceSchedule Gemini, OpenCode -At 'Sun 06:00' }
& chmod 755 $units

# An interrupted installation: the second process gets SIGINT after the timer is enabled. Background jobs of a shell
# ignore SIGINT, so env restores the default.
$tree = Get-Tree $HOME
$known = Get-Units
[IO.File]::WriteAllText('/tmp/calls', '')
Disturb slow-enable
$command = "Import-Module $project/out/MempalaceSched; Install-MempalaceSchedule Gemini"
$script = "env --default-signal=INT $pwsh -NoProfile -NonInteractive -Command '$command' & pid=`$!; until [ -L '$units/timers.target.wants/mempalace-gemini.timer' ]; do sleep 0.05; done; rm -f /tmp/disturb/*; kill -INT `$pid; wait `$pid"
& /bin/sh -c $script
Report cancelled.code $LASTEXITCODE
Report cancelled.calls @([IO.File]::ReadAllLines('/tmp/calls'))
Report cancelled.tree (Compare-Lists $tree (Get-Tree $HOME))
Report cancelled.units (Compare-Lists $known (Get-Units))

Report-Failure remove fail-disable { Remove-MempalaceSchedule mempalace-session -Purge }
Report-Failure remove.reload fail-daemon-reload { Remove-MempalaceSchedule mempalace-session -Purge }
Report remove.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)

# The error lists changes that could not be undone.
Disturb fail-enable
Disturb fail-disable
Report undo-fails (Call { Install-MempalaceSchedule Gemini })
Restore-Peace
