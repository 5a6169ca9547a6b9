# Imports manually created timers under one user manager, including failures during the import.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
Install-Recorder
$null = [IO.Directory]::CreateDirectory("$HOME/.local/state/mempalace-sched/locks")
Write-Text "$HOME/.local/state/mempalace-sched/locks/changes.lock" ''
$units = "$HOME/.config/systemd/user"
$null = [IO.Directory]::CreateDirectory($units)
& /bin/sh -c 'cp "$1"/mempalace-*.service "$1"/mempalace-*.timer "$2"' sh "$project/tests/fixtures/hand-made/systemd" $units
Write-Text "$HOME/.local/bin/mempalace-pi-session" "#!/bin/sh`nenv >`"`$HOME/pi-environment`"`necho 'Drawers filed: 2'`n" -Executable
Write-Text "$HOME/.pi/agent/sessions/one" 'talk'

# Common changes to a recipe: one drop-in removes the delay, so that next runs can be compared, and one changes the
# command.
Write-Text "$units/mempalace-session.timer.d/override.conf" "[Timer]`nRandomizedDelaySec=0`n"
Write-Text "$units/mempalace-pi-session.timer.d/override.conf" "[Timer]`nOnCalendar=`nOnCalendar=Thu *-*-* 04:10:00`nRandomizedDelaySec=0`n"
Write-Text "$units/mempalace-pi-session.service.d/override.conf" "[Service]`nEnvironment=MARK=`"a b%%`"`nExecStart=`nExecStart=/bin/sh -c 'exec %h/.local/bin/mempalace-pi-session --wing talks >>%h/pi.log 2>&1'`n"

# A container whose engine is a stand-in. The scheduler is real.
$env:STANDIN = "/tmp/engine"
Write-Text /tmp/recorder/docker ([IO.File]::ReadAllText("$project/tests/beds/docker-standin.sh")) -Executable
Write-Text "/tmp/engine/containers/opencode-devbox" 'running'
Write-Text "/tmp/engine/inside/.local/bin/mempalace-session" "#!/bin/sh`n" -Executable
Write-Text "$units/mempalace-session-devbox.timer.d/override.conf" "[Timer]`nRandomizedDelaySec=0`n"

# A timer with a different name, whose units are links to files elsewhere.
Write-Text "$HOME/dotfiles/weekly.timer" "[Timer]`nOnCalendar=weekly`nUnit=weekly-mine.service`n[Install]`nWantedBy=timers.target`n"
Write-Text "$HOME/dotfiles/weekly-mine.service" "[Service]`nType=oneshot`nExecStart=/usr/bin/env mempalace --palace %h/palace mine %h/.claude/projects --mode convos`nEnvironment=PATH=%h/.local/bin:/usr/bin:/bin`n"
& /bin/sh -c 'ln -s "$1"/dotfiles/* "$2"' sh $HOME $units

# A timer that cannot be imported.
Write-Text "$units/odd.timer" "[Timer]`nOnCalendar=daily`nOnBootSec=5min`n"
Write-Text "$units/odd.service" "[Service]`nExecStart=%h/.local/bin/mempalace-session`n"
$timers = 'mempalace-session.timer', 'mempalace-pi-session.timer', 'mempalace-session-devbox.timer', 'weekly.timer', 'odd.timer'
& systemctl --user daemon-reload
& systemctl --user enable --now mempalace-session.timer mempalace-pi-session.timer mempalace-session-devbox.timer 2>&1 | Out-Null
& systemctl --user enable --now weekly.timer 2>&1 | Out-Null
& systemctl --user start odd.timer

Report before.next @($timers | ForEach-Object { Get-UnitProperty $_ NextElapseUSecRealtime })
Report whatif (Call { Import-MempalaceSchedule -WhatIf })
Report-Failure enable fail-enable { Import-MempalaceSchedule }
Report-Failure blind blind-show { Import-MempalaceSchedule }
Report undone.next @($timers | ForEach-Object { Get-UnitProperty $_ NextElapseUSecRealtime })
Report undone.states @($timers | ForEach-Object { Get-UnitProperty $_ ActiveState })

Report calls (Get-Calls { Import-MempalaceSchedule })
Report get (Call { Get-MempalaceSchedule })
Report after.next @('mempalace-session.timer', 'mempalace-pi-session.timer', 'mempalace-session-devbox.timer', 'weekly.timer' | ForEach-Object { Get-UnitProperty $_ NextElapseUSecRealtime })
Report after.files @(& /bin/sh -c 'cd "$1" && find . -type f -o -type l | LC_ALL=C sort' sh $units)
Report after.marks @(& /bin/sh -c 'cd "$1" && grep -L X-Mempalace-Schedule= *.timer *.service' sh $units)
Report after.units @(Get-Units)
Report after.odd (Get-UnitProperty odd.timer ActiveState)
Report dotfiles @(& ls "$HOME/dotfiles")
Report again (Call { Import-MempalaceSchedule })
Report run (Call { Start-MempalaceMine mempalace-pi-session })
Report run.environment @([IO.File]::ReadAllLines("$HOME/pi-environment"))
