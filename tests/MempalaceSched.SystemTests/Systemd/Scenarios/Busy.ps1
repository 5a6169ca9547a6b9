# A palace that another process holds: the occurrence is tried again by a transient timer.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
& systemctl --user set-environment MEMPALACE_SCHED_BUSY_PAUSE=0
Write-Text "$HOME/held" "#!/bin/sh`nif [ -e /tmp/free ]; then echo 'Drawers filed: 1'; else echo 'palace /p is held by PID 1 (x)'; exit 1; fi`n" -Executable
$retry = 'mine-busy-retry.timer'
$stamp = "$HOME/.local/share/systemd/timers/stamp-mine-busy.timer"

# Starts the unit as its timer does. A start during a run would only join that run, and systemd rejects more than five
# starts in ten seconds.
function Start-Occurrence {
    $null = Await { (Get-UnitProperty mine-busy.service ActiveState) -eq 'inactive' }
    & systemctl --user reset-failed mine-busy.service
    & systemctl --user start mine-busy.service
}

function Test-Retry { (Get-UnitProperty $retry ActiveState) -eq 'active' }

# ---- Tries until the palace is free
$null = Install-MempalaceSchedule Custom -Name mine-busy -Command "$HOME/held" -At daily -RandomDelay 0 -RetryInterval 2s
Start-Occurrence
Report tries.three (Await { @(Get-History mine-busy).Count -ge 3 } 30)
Report tries.failed (& systemctl --user --failed --plain --no-legend)
Write-Text /tmp/free ''
Report tries.succeeded (Await { (Get-History mine-busy)[-1] -match 'Succeeded' } 30)
Report tries.gone (Await { -not (Test-Retry) })
Report tries.history (Get-History mine-busy)
Report tries.stamp ([IO.File]::GetLastWriteTime($stamp).Year)
Report tries.folded (Call { Get-MempalaceMineHistory mine-busy })
Report tries.all (Call { Get-MempalaceMineHistory mine-busy -AllTries })
Report tries.health (Call { Get-MempalaceSchedule mine-busy })

# ---- While the schedule waits for the next try
& rm /tmp/free
$null = Set-MempalaceSchedule mine-busy -RetryInterval 1h
Start-Occurrence
Report waiting.timer (Await { Test-Retry })
Report waiting.get (Call { Get-MempalaceSchedule mine-busy })
Report waiting.seconds ((Get-MempalaceSchedule mine-busy).NextRun - [DateTimeOffset]::Now).TotalSeconds
Report waiting.stamp ([IO.File]::GetLastWriteTime($stamp).Year)
Write-Text /tmp/free ''
Report waiting.start (Call { Start-MempalaceMine mine-busy })
& rm /tmp/free
Start-Occurrence
Report manual (Call { Start-MempalaceMine mine-busy })

# ---- The calendar continues, and a timer that is started again catches up, as after a reboot
$count = @(Get-History mine-busy).Count
& systemctl --user stop mine-busy.timer
Report reboot.gone (Await { -not (Test-Retry) })
Write-Text /tmp/free ''
& systemctl --user start mine-busy.timer
Report reboot.caughtUp (Await { @(Get-History mine-busy).Count -gt $count })
$null = Await { (Get-UnitProperty mine-busy.service ActiveState) -eq 'inactive' }
Report reboot.history (Get-History mine-busy)

# ---- Once the occurrence has been run, it is not run again when the timer starts again
Report again.stamp ([IO.File]::GetLastWriteTime($stamp).Year)
& systemctl --user stop mine-busy.timer
& systemctl --user start mine-busy.timer
Report again.seconds ((Get-MempalaceSchedule mine-busy).NextRun - [DateTimeOffset]::Now).TotalSeconds
Report again.state (Get-UnitProperty mine-busy.timer SubState)

# ---- Disable
& rm /tmp/free
Start-Occurrence
Report disable.timer (Await { Test-Retry })
Report disable.call (Call { Disable-MempalaceSchedule mine-busy })
Report disable.gone (Await { -not (Test-Retry) })
Report remove (Call { Remove-MempalaceSchedule mine-busy -Purge })
Report remove.units (Get-Units | Where-Object { $_ -match 'mine-busy' })
