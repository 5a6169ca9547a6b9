# Creates every health status that can occur under systemd, and repairs it where possible.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
$units = "$HOME/.config/systemd/user"
$launcher = "$HOME/.local/share/mempalace-sched/bin/mempalace-session"
$definition = "$HOME/.config/mempalace-sched/mempalace-session.json"
$emptyUnits = Get-Units

function Get-Health([string] $Name = 'mempalace-session') { Call { Get-MempalaceSchedule $Name } }
function Repair([string] $Key) {
    Report "$Key.found" (Get-Health)
    Report "$Key.whatif" (Call { Repair-MempalaceSchedule mempalace-session -WhatIf })
    Report "$Key.still" (Get-Health)
    Report "$Key.repaired" (Call { Repair-MempalaceSchedule mempalace-session -PassThru })
    Report "$Key.after" (Get-Health)
}

$null = Install-MempalaceSchedule OpenCode
$installed = Get-Tree $HOME
Report healthy (Get-Health)

# ---- Drifted: an edited unit that systemd has loaded
[IO.File]::WriteAllText("$units/mempalace-session.timer", [IO.File]::ReadAllText("$units/mempalace-session.timer").Replace('Mon 03:00', 'Tue 05:00'))
& systemctl --user daemon-reload
Report edited.next.before (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)
Repair edited
Report edited.next.after (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)

# ---- Drifted: correct files, but systemd has an older version loaded
$right = [IO.File]::ReadAllText("$units/mempalace-session.timer")
[IO.File]::WriteAllText("$units/mempalace-session.timer", $right.Replace('Mon 03:00', 'Wed 06:00'))
& systemctl --user daemon-reload
Start-Sleep 1.1
[IO.File]::WriteAllText("$units/mempalace-session.timer", $right)
Repair memory

# ---- Drifted: an active timer that is not enabled; an enabled timer that is not active; a missing launcher
& rm "$units/timers.target.wants/mempalace-session.timer"
& systemctl --user daemon-reload
Repair unlinked
& systemctl --user stop mempalace-session.timer
Repair stopped
& rm $launcher
Repair launcher
Report repaired.tree (Compare-Lists $installed (Get-Tree $HOME))

# ---- Disabled: by the module; manually; by the module with an active timer
$null = Disable-MempalaceSchedule mempalace-session
Report disabled.found (Get-Health)
Report disabled.repaired (Call { Repair-MempalaceSchedule mempalace-session -PassThru })
& systemctl --user enable --now mempalace-session.timer 2>&1 | Out-Null
Repair rogue
Report rogue.unit (Get-UnitProperty mempalace-session.timer ActiveState)
Report disabled.mended (Call { Enable-MempalaceSchedule mempalace-session -PassThru })
& systemctl --user disable --now mempalace-session.timer 2>&1 | Out-Null
Report byhand.found (Get-Health)
Report byhand.mended (Call { Enable-MempalaceSchedule mempalace-session -PassThru })

# ---- Missing
& systemctl --user stop mempalace-session.timer
& rm "$units/mempalace-session.timer" "$units/timers.target.wants/mempalace-session.timer"
& systemctl --user daemon-reload
Repair missing
Report missing.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)

# ---- Orphaned
$null = Install-MempalaceSchedule OpenCode -Name mine-orphan -At 'Sat 06:00'
& rm "$HOME/.config/mempalace-sched/mine-orphan.json"
Report orphaned.found (Get-Health mine-orphan)
Report orphaned.checks (Call { Test-MempalaceSchedule mine-orphan })
Report orphaned.whatif (Call { Repair-MempalaceSchedule mine-orphan -WhatIf })
Report orphaned.still (Get-Health mine-orphan)
Report orphaned.repaired (Call { Repair-MempalaceSchedule })
Report orphaned.units @(Get-Units | Where-Object { $_ -match 'orphan' })
Report orphaned.files @(& find $HOME -name '*mine-orphan*' -not -path '*/state/*')
Report orphaned.after (Get-Health mine-orphan)

# ---- CommandGone
[IO.File]::Move("$HOME/.local/bin/mempalace-session", "$HOME/moved")
Report gone.found (Get-Health)
Report gone.repair (Call { Repair-MempalaceSchedule mempalace-session })
Report gone.mended (Call { Set-MempalaceSchedule mempalace-session -Command "$HOME/moved" -PassThru })
[IO.File]::Move("$HOME/moved", "$HOME/.local/bin/mempalace-session")
$null = Set-MempalaceSchedule mempalace-session -Command "$HOME/.local/bin/mempalace-session"

# ---- Failing
Write-Text "$HOME/failing" "#!/bin/sh`necho 'no such palace'`nexit 4`n" -Executable
$null = Set-MempalaceSchedule mempalace-session -Command "$HOME/failing"
$null = 1..3 | ForEach-Object { Start-MempalaceMine mempalace-session }
Report failing.found (Get-Health)
$null = Set-MempalaceSchedule mempalace-session -Command "$HOME/.local/bin/mempalace-session"
$null = Start-MempalaceMine mempalace-session
Report failing.mended (Get-Health)

# ---- Overdue: the last successful run and the definition are from last month
$history = "$HOME/.local/state/mempalace-sched/mempalace-session/history.jsonl"
[IO.File]::WriteAllText($history, "{""id"":""20261001T030000Z-1"",""trigger"":""scheduled"",""started"":""$([DateTime]::UtcNow.AddDays(-30).ToString('s'))Z"",""ended"":null,""duration"":60,""exitCode"":0,""outcome"":""Succeeded"",""reason"":"""",""log"":null}`n")
[IO.File]::SetLastWriteTimeUtc($definition, [DateTime]::UtcNow.AddDays(-40))
Report overdue.found (Get-Health)
Report overdue.checks (Call { Test-MempalaceSchedule mempalace-session })
Report overdue.repair (Call { Repair-MempalaceSchedule mempalace-session })
$null = Start-MempalaceMine mempalace-session
Report overdue.mended (Get-Health)

# ---- LingerOff
& loginctl disable-linger
Report linger.found (Get-Health)
Report linger.checks (Call { Test-MempalaceSchedule mempalace-session })
Report linger.repaired (Call { Repair-MempalaceSchedule mempalace-session -EnableLinger -PassThru })
Report linger.after (Get-Health)

# ---- Health checks of a healthy schedule, and the probe under systemd
Report test.checks (Call { Test-MempalaceSchedule mempalace-session })
$before = Get-Tree $HOME
Report deep.checks (Call { Test-MempalaceSchedule mempalace-session -Deep })
Report deep.tree (Compare-Lists $before (Get-Tree $HOME))
Report deep.units @(Get-Units | Where-Object { $_ -match 'probe' })
# Unreadable sessions fail both the local check and the probe.
& chmod 000 "$HOME/.local/share/opencode/opencode.db"
Report deep.bad (Call { Test-MempalaceSchedule mempalace-session -Deep })
& chmod 600 "$HOME/.local/share/opencode/opencode.db"

# ---- Unknown: must be last, because the user manager is stopped
& systemctl stop "user@$(& id -u)"
Report unknown.found (Get-Health)
Report unknown.checks (Call { Test-MempalaceSchedule mempalace-session -Deep })
