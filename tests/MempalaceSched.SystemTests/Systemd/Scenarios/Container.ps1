# Runs in a real Docker container, started by a real systemd. The engine is outside the bed; its socket is inside.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
& systemctl --user set-environment MEMPALACE_SCHED_GRACE=2 MEMPALACE_SCHED_BUSY_PAUSE=1
$box = $env:DEVBOX_NAME
$devbox = 'mempalace-session-devbox'
$user = & id -u

# Runs a shell command in the container as coder.
function Inside([string] $Script) { & docker exec -u coder $box sh -c $Script }

# Returns the processes in the container, without its main process.
function Get-Inside { @(& docker exec $box ps -o pid,args | Where-Object { $_ -notmatch '^ *PID|^ *1 |sleep 1$|ps -o' }) }

function Start-Slow([string] $Name) {
    $null = Start-MempalaceMine $Name -NoWait
    Await { (Inside '[ -e /tmp/self ] && echo yes') -eq 'yes' }
}

# Replaces the script of the wrapper in the container.
function Set-Wrapper([string] $Text) {
    Inside "rm -f /tmp/self; mkdir -p ~/.local/bin; printf '%s\n' '#!/bin/sh' '$Text' >~/.local/bin/mempalace-session; chmod 755 ~/.local/bin/mempalace-session"
}

# ---- Installation
Report missing (Call { Install-MempalaceSchedule OpenCode -Container $box -ContainerUser coder })
Set-Wrapper 'id -un; echo Files processed: 2; echo Drawers filed: 5'
Inside 'mkdir -p ~/.local/share/opencode; echo x >~/.local/share/opencode/opencode.db'
Report install (Call { Install-MempalaceSchedule OpenCode -Container $box -ContainerUser coder -RandomDelay 0 })
Report host (Call { Install-MempalaceSchedule OpenCode })
Report both (Get-MempalaceSchedule | ForEach-Object { "$($_.Name) $($_.Target) $($_.Palace)" })

# ---- Start by the timer
& systemctl stop "user@$user.service"
$offset = [long]([DateTime]::Parse('2027-01-11 02:59:57', [cultureinfo]::InvariantCulture) - [DateTime]::Now).TotalSeconds
Write-Text /tmp/clock.env "BED_CLOCK_OFFSET=$offset`n"
& systemctl start "user@$user.service"
Report fired.came (Await { [IO.File]::Exists("$HOME/.local/state/mempalace-sched/$devbox/history.jsonl") } 15)
Start-Sleep 0.5
Report fired.runs (Get-History $devbox)
Report fired.log ([IO.File]::ReadAllText([IO.Directory]::GetFiles("$HOME/.local/state/mempalace-sched/$devbox/logs")[0]))

# From here on, the user manager uses the real clock.
& systemctl stop "user@$user.service"
& rm /tmp/clock.env
& systemctl start "user@$user.service"
& systemctl --user set-environment MEMPALACE_SCHED_GRACE=2 MEMPALACE_SCHED_BUSY_PAUSE=1

# ---- Manual starts, and a container that is not running
Report hand (Call { Start-MempalaceMine $devbox })
foreach ($verb in 'pause', 'unpause', 'stop') {
    $null = & docker $verb $box
    if ($verb -ne 'unpause') { Report "$verb.run" (Call { Start-MempalaceMine $devbox }) }
}
Report stop.unit @{ Result = Get-UnitProperty "$devbox.service" Result; State = Get-UnitProperty "$devbox.service" ActiveState }
Report stop.journal (& journalctl --user -t $devbox -o cat --no-pager -n 1)
$null = & docker rename $box other
Report gone.run (Call { Start-MempalaceMine $devbox })
$null = & docker rename other $box
$null = & docker start $box

# ---- Time limit
Set-Wrapper 'sleep 300 & echo x >/tmp/self; wait'
$null = Set-MempalaceSchedule $devbox -TimeLimit 2s
Report limit (Call { Start-MempalaceMine $devbox })
Report limit.left (Get-Inside)
$null = Set-MempalaceSchedule $devbox -TimeLimit 1h

# ---- Two schedules with the same palace
$null = Install-MempalaceSchedule Custom -Name mine-other -Container $box -ContainerUser coder -Command id
Set-Wrapper 'sleep 300 & echo x >/tmp/self; wait'
Report two.started (Start-Slow $devbox)
Report two.other (Call { Start-MempalaceMine mine-other })

# ---- Stop through systemd
& systemctl --user stop "$devbox.service"
Report stopped.history (Get-History $devbox)[-1]
Report stopped.left (Get-Inside)
Report two.after (Call { Start-MempalaceMine mine-other })

# ---- Killed launcher
Set-Wrapper 'sleep 300 & echo x >/tmp/self; wait'
Report killed.started (Start-Slow $devbox)
& systemctl --user kill --kill-who=all --signal=KILL "$devbox.service"
Report killed.ended (Await { @(Get-Inside).Count -eq 0 })
Report killed.left (Get-Inside)

# ---- Container stopped during a run
Set-Wrapper 'sleep 300 & echo x >/tmp/self; wait'
Report middle.started (Start-Slow $devbox)
$null = & docker stop $box
Report middle.ended (Await { (Get-UnitProperty "$devbox.service" ActiveState) -in 'inactive', 'failed' })
Report middle.history (Get-History $devbox)[-1]

# ---- Stopped engine
Write-Text "$env:ENGINE_REQUESTS/stop" ''
Report engine.stopped (Await { -not [IO.File]::Exists("$env:ENGINE_REQUESTS/stop") } 40)
Report engine.run (Call { Start-MempalaceMine $devbox })
Report engine.install (Call { Install-MempalaceSchedule Custom -Name mine-third -Container $box -Command id })
