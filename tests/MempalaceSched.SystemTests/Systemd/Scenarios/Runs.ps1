# Runs that overlap, last too long, or are stopped.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
& systemctl --user set-environment MEMPALACE_SCHED_GRACE=1 MEMPALACE_SCHED_BUSY_PAUSE=1

# Runs until it is killed. The script and its children ignore TERM.
$stubborn = "#!/bin/sh`ntrap '' TERM`n(while :; do sleep 987; done) &`nsleep 986 &`nwhile :; do sleep 985; done`n"
Write-Text "$HOME/stubborn" $stubborn -Executable
Write-Text "$HOME/slow" "#!/bin/sh`necho started`nuntil [ -e /tmp/go-on ]; do sleep 0.1; done`necho 'Drawers filed: 1'`n" -Executable

function Start-Slow([string] $Name) {
    $null = Start-MempalaceMine $Name -NoWait
    Await { [IO.File]::Exists("$HOME/.local/state/mempalace-sched/$Name/running") }
}

# ---- A second start during a run
$null = Install-MempalaceSchedule Custom -Name mine-slow -Command "$HOME/slow"
$null = Install-MempalaceSchedule Custom -Name mine-other -Command /bin/true
Report overlap.started (Start-Slow mine-slow)
Report overlap.get (Call { Get-MempalaceSchedule mine-slow })
$said = & "$HOME/.local/share/mempalace-sched/bin/mine-slow"
Report overlap.launcher @{ Code = $LASTEXITCODE; Said = "$said" }
Report overlap.start (Call { Start-MempalaceMine mine-slow })
& systemctl --user start --no-block mine-slow.service
Report overlap.palace (Call { Start-MempalaceMine mine-other })
Report overlap.palace.unit (& systemctl --user is-failed mine-other.service)
Report overlap.purge (Call { Remove-MempalaceSchedule mine-slow -Purge })
Write-Text /tmp/go-on ''
Report overlap.ended (Await { (Get-UnitProperty mine-slow.service ActiveState) -eq 'inactive' })
Report overlap.history (Get-History mine-slow)
Report overlap.after (Call { Start-MempalaceMine mine-other })

# ---- Time limit
$null = Install-MempalaceSchedule Custom -Name mine-stubborn -Command "$HOME/stubborn" -TimeLimit 2s
Report limit (Call { Start-MempalaceMine mine-stubborn })
Report limit.left (Get-Processes 'sleep 98[567]|stubborn')
Report limit.unit @{ Result = Get-UnitProperty mine-stubborn.service Result; Code = Get-UnitProperty mine-stubborn.service ExecMainStatus }
Report limit.get (Call { Get-MempalaceSchedule mine-stubborn })

# ---- Stop through systemd
$null = Install-MempalaceSchedule Custom -Name mine-stubborn -Command "$HOME/stubborn" -TimeLimit 0
Report stop.started (Start-Slow mine-stubborn)
Report stop.working (Await { @(Get-Processes 'sleep 98[567]').Count -ge 3 })
$clock = [Diagnostics.Stopwatch]::StartNew()
& systemctl --user stop mine-stubborn.service
Report stop.seconds $clock.Elapsed.TotalSeconds
Report stop.history (Get-History mine-stubborn)
Report stop.left (Get-Processes 'sleep 98[567]|stubborn')
Report stop.unit @{ Result = Get-UnitProperty mine-stubborn.service Result; State = Get-UnitProperty mine-stubborn.service ActiveState; Code = Get-UnitProperty mine-stubborn.service ExecMainStatus }
Report stop.get (Call { Get-MempalaceSchedule mine-stubborn })
Report asked.started (Start-Slow mine-stubborn)
Report asked.working (Await { @(Get-Processes 'sleep 98[567]').Count -ge 3 })
Report asked (Call { Stop-MempalaceMine mine-stubborn -PassThru })
Report asked.left (Get-Processes 'sleep 98[567]|stubborn')
Report asked.unit @{ Result = Get-UnitProperty mine-stubborn.service Result; State = Get-UnitProperty mine-stubborn.service ActiveState; Code = Get-UnitProperty mine-stubborn.service ExecMainStatus }
& /bin/sh -c 'MEMPALACE_SCHED_GRACE=1 "$1" >/dev/null 2>&1 &' sh "$HOME/.local/share/mempalace-sched/bin/mine-stubborn"
Report hand.working (Await { @(Get-Processes 'sleep 98[567]').Count -ge 3 })
Report hand.unit (Get-UnitProperty mine-stubborn.service ActiveState)
Report hand (Call { Stop-MempalaceMine mine-stubborn -PassThru })
Report hand.left (Get-Processes 'sleep 98[567]|stubborn')
Report stop.again (Start-Slow mine-stubborn)
& systemctl --user kill --kill-who=all --signal=KILL mine-stubborn.service
Report killed.ended (Await { (Get-UnitProperty mine-stubborn.service ActiveState) -eq 'failed' })
Report killed.get (Call { Get-MempalaceSchedule mine-stubborn })
Report killed.remove (Call { Remove-MempalaceSchedule mine-stubborn })
Report killed.units (Get-Units | Where-Object { $_ -match 'stubborn' })

# ---- Remove a schedule during a run
& rm -f /tmp/go-on
$null = Start-Slow mine-slow
Report removed.call (Call { Remove-MempalaceSchedule mine-slow })
Report removed.running (@(Get-Processes "$HOME/slow").Count)
Write-Text /tmp/go-on ''
Report removed.ended (Await { @(Get-History mine-slow).Count -eq 3 })
Report removed.history (Get-History mine-slow)
Report removed.forgotten (Await { @(Get-Units | Where-Object { $_ -match 'mine-slow' }).Count -eq 0 } 3)
