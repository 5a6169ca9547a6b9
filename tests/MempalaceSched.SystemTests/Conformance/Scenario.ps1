# Runs the same cases for every scheduler, as an ordinary user with a separate HOME. Reports results by key;
# ConformanceTests checks them.
#
# Environment variables:
#   CONFORMANCE_PROJECT     the repository
#   CONFORMANCE_SCHEDULER   the scheduler to test
#   CONFORMANCE_OTHER       the scheduler to which a schedule moves

$project = $env:CONFORMANCE_PROJECT
$scheduler = $env:CONFORMANCE_SCHEDULER
$other = $env:CONFORMANCE_OTHER
$state = "$HOME/.local/state/mempalace-sched"
$env:MEMPALACE_SCHED_GRACE = '1'
$env:MEMPALACE_SCHED_BUSY_PAUSE = '1'

function Report([string] $Key, $Value) { [pscustomobject]@{ Key = $Key; Value = $Value } }

function Call([scriptblock] $Block) {
    $result = @{ Output = @(); ErrorIds = @(); Errors = @(); WaysOut = @(); Warnings = @() }
    foreach ($item in & $Block 2>&1 3>&1) {
        if ($item -is [Management.Automation.ErrorRecord]) { $result.ErrorIds += $item.FullyQualifiedErrorId.Split(',')[0]; $result.Errors += "$item" }
        elseif ($item -is [Management.Automation.WarningRecord]) { $result.Warnings += "$item" }
        else { $result.Output += $item }
    }
    [pscustomobject]$result
}

function Await([scriptblock] $Condition, [double] $Seconds = 20) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        if (& $Condition) { return $true }
        [Threading.Thread]::Sleep(50)
    }
    $false
}

function Write-Program([string] $Path, [string] $Text) {
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    [IO.File]::WriteAllText($Path, "#!/bin/sh`n$Text`n")
    & chmod 755 $Path
}

# Returns all files in HOME in the given format (path, mode and time by default), except locks, backups, caches and the
# files of PowerShell.
function Get-Files([string] $Format = '%p %m %T@') {
    @(& /bin/sh -c 'cd "$HOME" && find . -type f ! -path "*/locks/*" ! -path "*/backups/*" ! -path "./.cache/*" ! -path "*/powershell/*" -printf "$1\n" | LC_ALL=C sort' sh $Format)
}

# Returns the native entries of the schedules, one per line. Add a case for each scheduler.
function Get-Native([string] $Kind) {
    switch ($Kind) {
        Cron { @(& /bin/sh -c 'crontab -l 2>/dev/null | grep -v "^#"; :') }
        Systemd { @(& /bin/sh -c 'systemctl --user list-unit-files --no-legend | grep -E "^conf-"; :') }
        Launchd { @(& /bin/sh -c 'launchctl print "gui/$(id -u)" | sed -n "/^\tservices = {/,/^\t}/p" | grep "\.conf-" | awk "{ print \$3 }"; :') }
        Embedded { @() }
    }
}

# Makes the scheduler start a run now. Add a case for each scheduler.
function Invoke-Scheduler([string] $Name) {
    switch ($scheduler) {
        Cron { $null = & /bin/sh -c 'crontab -l | python3 "$1/tests/beds/cronline.py" "/$2'' --trigger scheduled"' sh $project $Name }
        Systemd { $null = & systemctl --user start "$Name.service" }
        Launchd {
            $runs = (Get-Runs $Name).Count
            & touch -d '10 days ago' "$HOME/.local/share/mempalace-sched/bin/$Name"
            & rm -f "$state/$Name/occurrence"
            $null = & launchctl stand-in fire "se.jordbo.$Name"
            $null = Await { (Get-Runs $Name).Count -gt $runs }
        }
        Embedded {
            & touch -d '10 days ago' "$HOME/.config/mempalace-sched/$Name.json"
            & rm -f "$state/$Name/occurrence"
            $null = Start-MempalaceScheduler -Once
        }
    }
}

# The embedded scheduler tries a due occurrence again when it looks. The other schedulers need no request.
function Invoke-Retry([string] $Name) {
    if ((Get-MempalaceSchedule $Name).Scheduler -eq 'Embedded') { $null = Start-MempalaceScheduler -Once }
}

function Get-Runs([string] $Name) { @(if ([IO.File]::Exists("$state/$Name/history.jsonl")) { [IO.File]::ReadAllLines("$state/$Name/history.jsonl") }) }

Write-Program "$HOME/bin/mine" 'echo "Drawers filed: 2"'
Write-Program "$HOME/bin/held" 'if [ -e "$HOME/free" ]; then echo "Drawers filed: 1"; else echo "palace /p is held by PID 1 (x)"; exit 1; fi'
Write-Program "$HOME/bin/slow" 'until [ -e "$HOME/go-on" ]; do sleep 0.1; done; echo "Drawers filed: 1"'
Write-Program "$HOME/bin/endless" 'trap "" TERM; while :; do sleep 0.2; done'
Write-Program "$HOME/bin/family" 'sleep 987 & echo "$$ $!" >"$HOME/pids.new"; mv "$HOME/pids.new" "$HOME/pids"; wait'
Write-Program "$HOME/odd 'place' `$x/ö/mine" 'printf "%s\0" "$@" "$ODD" >"$HOME/words"; echo "Drawers filed: 0"'
$null = [IO.Directory]::CreateDirectory("$HOME/.local/bin")
& cp "$project/examples/mempalace-session" "$HOME/.local/bin/mempalace-session"

$common = @{ Scheduler = $scheduler; RandomDelay = '0'; At = 'Mon 03:00' }
$empty = Get-Files '%p %m'
$native = Get-Native $scheduler

# ---- install, again, update, get
Report install (Call { Install-MempalaceSchedule Custom -Name conf-a -Command "$HOME/bin/mine" @common })
Report install.native (Get-Native $scheduler)
$before = Get-Files
Report again (Call { Install-MempalaceSchedule Custom -Name conf-a -Command "$HOME/bin/mine" @common })
Report again.same ("$before" -eq "$(Get-Files)")
Report update (Call { Install-MempalaceSchedule Custom -Name conf-a -Command "$HOME/bin/mine" -Scheduler $scheduler -At 'Tue 04:05' -RandomDelay 0 })
Report update.native (Get-Native $scheduler)
Report get (Call { Get-MempalaceSchedule conf-* })
Report get.missing (Call { Get-MempalaceSchedule conf-none })
Report whatif (Call { Install-MempalaceSchedule Custom -Name conf-w -Command "$HOME/bin/mine" @common -WhatIf 6>$null })
Report whatif.native (Get-Native $scheduler)

# ---- start, manually and by the scheduler
Report start (Call { Start-MempalaceMine conf-a })
Invoke-Scheduler conf-a
Report fired (Get-Runs conf-a)
Report fired.get (Call { Get-MempalaceSchedule conf-a })

# ---- overlapping runs
$null = Install-MempalaceSchedule Custom -Name conf-slow -Command "$HOME/bin/slow" @common 3>$null
Report slow.start (Call { Start-MempalaceMine conf-slow -NoWait })
Report slow.running (Await { [IO.File]::Exists("$state/conf-slow/running") })
Report slow.get (Call { Get-MempalaceSchedule conf-slow })
Report slow.twice (Call { Start-MempalaceMine conf-slow })
$null = & "$HOME/.local/share/mempalace-sched/bin/conf-slow"
Report slow.launcher $LASTEXITCODE
Report slow.purge (Call { Remove-MempalaceSchedule conf-slow -Purge })
$null = & touch "$HOME/go-on"
Report slow.ended (Await { (Get-MempalaceSchedule conf-slow).State -ne 'Running' })
Report slow.runs (Get-Runs conf-slow)

# ---- time limit
$null = Install-MempalaceSchedule Custom -Name conf-endless -Command "$HOME/bin/endless" @common -TimeLimit '00:00:01' 3>$null
# Change the launcher itself, because not every scheduler passes on the environment.
& /bin/sh -c 'sed -i "s/^grace=.*/grace=1/" "$HOME/.local/share/mempalace-sched/bin/conf-endless"'
Report limit (Call { Start-MempalaceMine conf-endless })

# ---- stop: a run of the scheduler, and a run that was started without it
function Get-Family { @(& /bin/sh -c 'for pid in $(cat "$HOME/pids"); do grep -sq "^State:[[:space:]]*[A-WY]" "/proc/$pid/status" && echo "$pid"; done; :') }
$null = Install-MempalaceSchedule Custom -Name conf-stop -Command "$HOME/bin/family" @common 3>$null
Report stop.start (Call { Start-MempalaceMine conf-stop -NoWait })
Report stop.running (Await { [IO.File]::Exists("$HOME/pids") })
Report stop.before (Get-Family)
Report stop (Call { Stop-MempalaceMine conf-stop -PassThru })
Report stop.left (Get-Family)
Report stop.get (Call { Get-MempalaceSchedule conf-stop })
Report stop.again (Call { Stop-MempalaceMine conf-stop })
& rm "$HOME/pids"
& /bin/sh -c '"$1" >/dev/null 2>&1 &' sh "$HOME/.local/share/mempalace-sched/bin/conf-stop"
Report hand.running (Await { [IO.File]::Exists("$HOME/pids") })
Report hand (Call { Stop-MempalaceMine conf-stop -PassThru })
Report hand.left (Get-Family)
Report hand.history (Call { Get-MempalaceMineHistory conf-stop })
& rm "$HOME/pids"

# ---- no sessions, then one session, then nothing new
$null = Install-MempalaceSchedule OpenCode -Name conf-store @common 3>$null
Report skip (Call { Start-MempalaceMine conf-store })
$null = [IO.Directory]::CreateDirectory("$HOME/.local/share/opencode")
[IO.File]::WriteAllText("$HOME/.local/share/opencode/opencode.db", "one`ntwo`n")
Report found (Call { Start-MempalaceMine conf-store })
Report nothing-new (Call { Start-MempalaceMine conf-store })
& rm -rf "$HOME/.local/share/opencode" "$HOME/.mempalace" "$HOME/.config/mempalace"

# ---- a palace that is held: the occurrence is tried again. The time limit leaves no time for a second try in one run.
$null = Install-MempalaceSchedule Custom -Name conf-held -Command "$HOME/bin/held" @common -TimeLimit '00:00:01' -RetryInterval '00:00:02' 3>$null
Invoke-Scheduler conf-held
Report held.due (-not [IO.File]::Exists("$state/conf-held/occurrence"))
$null = & touch "$HOME/free"
Invoke-Retry conf-held
Report held.came (Await { "$(Get-Runs conf-held)" -match 'Succeeded' })
Report held.outcomes @(Get-Runs conf-held | ForEach-Object { [regex]::Match($_, '"outcome":"(\w+)"').Groups[1].Value } | Select-Object -Unique)
Report held.settled (Await { -not [IO.File]::Exists("$state/conf-held/retry") })
Report held.get (Call { Get-MempalaceSchedule conf-held })
& rm "$HOME/free"

# ---- special characters
$words = @('', ' ', "it's", '"', '\', '\\n', '$HOME', '`id`', '$(id)', '%', '100%%', "two`nlines", 'ä 日 🗝', '--', '-n', '*', '~', '!', '#', ';&|<>')
Report hostile (Call { Install-MempalaceSchedule Custom -Name conf-odd -Command "$HOME/odd 'place' `$x/ö/mine" -ArgumentList $words -Environment @{ ODD = "a'b`$c`"%d\e" } @common })
Report hostile.start (Call { Start-MempalaceMine conf-odd })
Invoke-Scheduler conf-odd
Report hostile.outcomes @(Get-Runs conf-odd | ForEach-Object { [regex]::Match($_, '"outcome":"(\w+)"').Groups[1].Value })
Report hostile.same ([IO.File]::ReadAllText("$HOME/words") -ceq (($words + "a'b`$c`"%d\e") -join "`0") + "`0")

# ---- disable, change, enable
Report disable (Call { Disable-MempalaceSchedule conf-a -PassThru })
Report disable.native @(Get-Native $scheduler | Where-Object { $_ -match 'conf-a\b' })
Report disable.get (Call { Get-MempalaceSchedule conf-a })
Report disable.set (Call { Set-MempalaceSchedule conf-a -At 'Thu 06:07' -PassThru })
Report disable.start (Call { Start-MempalaceMine conf-a })
Report enable (Call { Enable-MempalaceSchedule conf-a -PassThru })
Report enable.native @(Get-Native $scheduler | Where-Object { $_ -match 'conf-a\b' })

# ---- move to another scheduler and back
$moved = @{ RandomDelay = '0'; At = 'Mon 03:00'; Scheduler = $other }
Report move (Call { Install-MempalaceSchedule Custom -Name conf-a -Command "$HOME/bin/mine" @moved })
Report move.native @(Get-Native $scheduler | Where-Object { $_ -match 'conf-a\b' })
Report move.other @(Get-Native $other | Where-Object { $_ -match 'conf-a\b' })
Report move.get (Call { Get-MempalaceSchedule conf-a })
Report back (Call { Install-MempalaceSchedule Custom -Name conf-a -Command "$HOME/bin/mine" @common })
Report back.other @(Get-Native $other | Where-Object { $_ -match 'conf-a\b' })

# ---- remove, purge
Report remove (Call { Remove-MempalaceSchedule conf-a })
Report remove.native @(Get-Native $scheduler | Where-Object { $_ -match 'conf-a\b' })
Report remove.files @(Get-Files '%p' | Where-Object { $_ -match 'conf-a\b' })
Report remove.again (Call { Remove-MempalaceSchedule conf-a })
& /bin/sh -c 'rm -rf "$HOME/.local/state/mempalace-sched/conf-a" "$HOME/Library/Logs/conf-a."*'
Report purge (Call { Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge })
& rm -f "$HOME/words" "$HOME/go-on"
Report purge.native @(Get-Native $scheduler)
Report purge.left @(Get-Files '%p %m' | Where-Object { $empty -notcontains $_ })
Report purge.lost @($empty | Where-Object { (Get-Files '%p %m') -notcontains $_ })

# ---- twenty schedules at once
Report twenty (Call { 1..20 | ForEach-Object { [pscustomobject]@{ Source = 'Custom'; Name = "conf-$_"; Command = '/bin/true'; At = 'Mon 03:00'; Scheduler = $scheduler } } | Install-MempalaceSchedule 3>$null })
Report twenty.get (@(Get-MempalaceSchedule).Count)
Report twenty.native @(Get-Native $scheduler)
Report twenty.remove (Call { Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge })
Report twenty.left @(Get-Files '%p %m' | Where-Object { $empty -notcontains $_ })
Report native ("$native" -eq "$(Get-Native $scheduler)")
