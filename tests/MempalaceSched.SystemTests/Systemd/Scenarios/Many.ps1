# Counts the commands for many schedules in one pipeline.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
Install-Recorder
$empty = Get-Tree $HOME

function Get-Wanted([int] $Count, [string] $At = 'Mon 03:00') {
    1..$Count | ForEach-Object { [pscustomobject]@{ Source = 'Custom'; Name = "mine-$_"; Command = '/bin/true'; At = $At } }
}

$script:out = $null
Report twenty.calls (Get-Calls { $script:out = Call { Get-Wanted 20 | Install-MempalaceSchedule } })
Report twenty.errors $out.Errors
Report twenty.names @($out.Output | ForEach-Object Name)
Report twenty.active (@(& systemctl --user list-timers --all --no-legend | Where-Object { $_ -match 'mine-\d+\.timer' }).Count)
Report twenty.get.calls (Get-Calls { $script:out = Get-MempalaceSchedule })
Report twenty.get (@($out).Count)
Report twenty.same.calls (Get-Calls { Get-Wanted 20 | Install-MempalaceSchedule })
Report twenty.update.calls (Get-Calls { $script:out = Call { Get-Wanted 20 'Tue 04:00' | Install-MempalaceSchedule } })
Report twenty.update.errors $out.Errors
Report twenty.update.next @(Get-MempalaceSchedule | ForEach-Object { $_.NextRun.DayOfWeek } | Where-Object { $_ -ne 'Tuesday' })

$null = Get-Wanted 100 'Tue 04:00' | Install-MempalaceSchedule
Report hundred.get.calls (Get-Calls { $script:out = Get-MempalaceSchedule })
Report hundred.get (@($out).Count)
Report hundred.waiting (@($out | Where-Object { "$($_.State)" -eq 'Waiting' }).Count)
Report hundred.remove.calls (Get-Calls { $script:out = Call { Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge } })
Report hundred.remove $out
Report hundred.units (Get-Units)
Report hundred.tree @(Compare-Lists $empty (Get-Tree $HOME) | Where-Object { $_ -notmatch '\./(\.config|\.local/state) d' })
