# The life cycle of a schedule, from installation to removal.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
Install-Recorder
$empty = Get-Tree $HOME
$emptyUnits = Get-Units

# ---- Install
$installed = Call { Install-MempalaceSchedule OpenCode }
Report install $installed
Report now ([DateTimeOffset]::Now)
$units = "$HOME/.config/systemd/user"
Report install.verify @(& systemd-analyze --user verify "$units/mempalace-session.service" "$units/mempalace-session.timer" 2>&1 | ForEach-Object { "$_" })
Report install.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)
Report install.enabled (& systemctl --user is-enabled mempalace-session.timer)

# ---- Run
$first = Call { Start-MempalaceMine mempalace-session }
Report mine $first
Report mine.filed @([IO.File]::ReadAllLines("$HOME/.mempalace/palace/filed"))
Report mine.history (Get-History mempalace-session)
Report mine.get (Call { Get-MempalaceSchedule mempalace-session })
Report mine.again (Call { Start-MempalaceMine mempalace-session })
Report mine.journal @(& journalctl --user -o cat -t mempalace-session)
Report mine.log @([IO.File]::ReadAllLines($first.Output[0].LogPath))

# ---- Without a session store
[IO.File]::Move("$HOME/.local/share/opencode/opencode.db", '/tmp/opencode.db')
Report store.file (Call { Start-MempalaceMine mempalace-session })
Report store.get (Call { Get-MempalaceSchedule mempalace-session })
[IO.File]::Move('/tmp/opencode.db', "$HOME/.local/share/opencode/opencode.db")
$null = Install-MempalaceSchedule Gemini
$null = [IO.Directory]::CreateDirectory("$HOME/.gemini/tmp/a1b2")
Report store.glob.none (Call { Start-MempalaceMine mempalace-gemini })
$null = [IO.Directory]::CreateDirectory("$HOME/.gemini/tmp/a1b2/chats")
Report store.glob.some (Call { Start-MempalaceMine mempalace-gemini })

# ---- Update in place
Report same.calls (Get-Calls { Install-MempalaceSchedule OpenCode })
$before = Get-Tree $HOME
$null = Install-MempalaceSchedule OpenCode
Report same.tree (Compare-Lists $before (Get-Tree $HOME))
Report update.at (Call { Install-MempalaceSchedule OpenCode -At 'Thu 04:10' -RandomDelay 0 })
Report update.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)
Report update.calls (Get-Calls { Install-MempalaceSchedule OpenCode -At 'Fri 04:10' -RandomDelay 0 })

# ---- Without XDG_RUNTIME_DIR
$folder = $env:XDG_RUNTIME_DIR
$env:XDG_RUNTIME_DIR = ''
Report no-runtime-dir (Call { Get-MempalaceSchedule mempalace-session })
Report no-runtime-dir.install (Call { Install-MempalaceSchedule Gemini -At 'Sun 05:00' })
$env:XDG_RUNTIME_DIR = '/nowhere'
Report wrong-runtime-dir (Call { Get-MempalaceSchedule mempalace-session })
$env:XDG_RUNTIME_DIR = $folder

# ---- With a unit folder that the user manager does not search
$before = Get-Tree $HOME
$env:XDG_CONFIG_HOME = "$HOME/elsewhere"
Report elsewhere (Call { Install-MempalaceSchedule Claude })
$env:XDG_CONFIG_HOME = ''
Report elsewhere.tree (Compare-Lists $before (Get-Tree $HOME))

# ---- Remove
$keep = Get-Tree "$HOME/.local/state"
Report remove (Call { Remove-MempalaceSchedule 'mempalace-*' })
Report remove.units (Compare-Lists $emptyUnits (Get-Units))
Report remove.state (Compare-Lists $keep (Get-Tree "$HOME/.local/state"))
Report remove.tree @(Compare-Lists $empty (Get-Tree $HOME) | Where-Object { $_ -notmatch '\./(\.local/state|\.mempalace|\.gemini|\.config d)' })
Report remove.literal (Call { Remove-MempalaceSchedule mempalace-session })
Report remove.wildcard (Call { Remove-MempalaceSchedule 'mempalace-*' })

# ---- Remove after a failed run, and purge
$null = Install-MempalaceSchedule Custom -Name mine-failing -Command /bin/false
Report failed.mine (Call { Start-MempalaceMine mine-failing })
Report failed.unit (& systemctl --user is-failed mine-failing.service)
Report failed.remove (Call { Remove-MempalaceSchedule mine-failing -Purge })
Report failed.units (Compare-Lists $emptyUnits (Get-Units))

$null = Install-MempalaceSchedule OpenCode, Gemini
$null = Start-MempalaceMine mempalace-session
Report purge (Call { Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge })
Report purge.units (Compare-Lists $emptyUnits (Get-Units))
Report purge.tree @(Compare-Lists $empty (Get-Tree $HOME) | Where-Object { $_ -notmatch '\./(\.mempalace|\.gemini|\.config d|\.local/state d)|mempalace/palace' })

# ---- Foreign unit file
Write-Text "$units/mempalace-pi-session.timer" "[Timer]`nOnCalendar=daily`n"
Write-Text "$HOME/.local/bin/mempalace-pi-session" "#!/bin/sh`n" -Executable
$before = Get-Tree $HOME
Report foreign.refused (Call { Install-MempalaceSchedule Pi })
Report foreign.refused.tree (Compare-Lists $before (Get-Tree $HOME))
Report foreign.forced (Call { Install-MempalaceSchedule Pi -Force })
Report foreign.copies @([IO.Directory]::GetFiles("$HOME/.local/state/mempalace-sched/backups") | ForEach-Object { [IO.File]::ReadAllText($_) })

# The foreign timer is active and stays active when the installation fails.
& rm -rf "$HOME/.config/systemd"
Write-Text "$units/mempalace-session.service" "[Service]`nExecStart=/bin/true`n"
Write-Text "$units/mempalace-session.timer" "[Timer]`nOnCalendar=Sun 12:00`n[Install]`nWantedBy=timers.target`n"
& systemctl --user enable --now mempalace-session.timer 2>&1 | Out-Null
$before = Get-Tree $HOME
Disturb blind-show
Report foreign.undone (Call { Install-MempalaceSchedule OpenCode -Force })
Restore-Peace
Report foreign.undone.tree @(Compare-Lists $before (Get-Tree $HOME) | Where-Object { $_ -notmatch 'backups' })
Report foreign.undone.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)
