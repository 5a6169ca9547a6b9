# Tests timers that fire on schedule. A restart of the user manager sets its clock, like a machine that starts at that
# time.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
$user = & id -u

function Stop-Manager { & systemctl stop "user@$user.service" }

function Start-Manager([string] $LocalTime) {
    $offset = [long]([DateTime]::Parse($LocalTime, [cultureinfo]::InvariantCulture) - [DateTime]::Now).TotalSeconds
    Write-Text /tmp/clock.env "BED_CLOCK_OFFSET=$offset`n"
    & systemctl start "user@$user.service"
}

function Get-Runs([string] $Name) { if ([IO.File]::Exists("$HOME/.local/state/mempalace-sched/$Name/history.jsonl")) { Get-History $Name } }

Stop-Manager
Start-Manager '2027-01-10 12:00'
Report install (Call { Install-MempalaceSchedule OpenCode -RandomDelay 0 })
$null = Install-MempalaceSchedule Custom -Name mine-missed -Command /bin/true -At 'Mon 03:00' -RandomDelay 0 -NoCatchUp -Palace "$HOME/other"
# The user manager creates the first stamp file with the kernel's clock, which is not shifted.
& touch -d '2027-01-10 12:00' "$HOME/.local/share/systemd/timers/stamp-mempalace-session.timer"
Start-Sleep 0.5
Report before (@(Get-Runs mempalace-session).Count + @(Get-Runs mine-missed).Count)

Stop-Manager
Report unreachable.get (Call { Get-MempalaceSchedule mempalace-session })
Report unreachable.start (Call { Start-MempalaceMine mempalace-session })
$tree = Get-Tree $HOME
Report unreachable.remove (Call { Remove-MempalaceSchedule mempalace-session })
Report unreachable.install (Call { Install-MempalaceSchedule Gemini -Scheduler Systemd })
Report unreachable.tree (Compare-Lists $tree (Get-Tree $HOME))

Start-Manager '2027-01-11 02:59:58'
Report monday.came (Await { @(Get-Runs mempalace-session).Count -gt 0 -and @(Get-Runs mine-missed).Count -gt 0 } 8)
Start-Sleep 0.5
Report monday.runs (Get-Runs mempalace-session)
Report monday.runs.other (Get-Runs mine-missed)

Stop-Manager
Start-Manager '2027-02-03 12:00'
Report missed.came (Await { @(Get-Runs mempalace-session).Count -gt 1 } 8)
Start-Sleep 2
Report missed.runs (Get-Runs mempalace-session)
Report missed.runs.other (Get-Runs mine-missed)
Report missed.next (Get-UnitProperty mempalace-session.timer NextElapseUSecRealtime)

# Disabled for two Mondays and a restart of the machine. Then enabled for the next Monday.
Report disabled (Call { Disable-MempalaceSchedule mempalace-session })
$count = @(Get-Runs mempalace-session).Count
Stop-Manager
Start-Manager '2027-02-14 12:00'
Report disabled.get (Call { Get-MempalaceSchedule mempalace-session })
Report enabled (Call { Enable-MempalaceSchedule mempalace-session })
# The user manager creates the stamp file with the kernel's clock, which is not shifted.
& touch -d '2027-02-14 12:00' "$HOME/.local/share/systemd/timers/stamp-mempalace-session.timer"
Start-Sleep 2
Report enabled.runs (@(Get-Runs mempalace-session).Count - $count)
Stop-Manager
Start-Manager '2027-02-15 02:59:58'
$null = Await { @(Get-Runs mempalace-session).Count -gt $count } 8
Start-Sleep 0.5
Report enabled.monday (@(Get-Runs mempalace-session).Count - $count)
