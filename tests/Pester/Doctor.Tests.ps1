Describe 'Test-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'says how to install a schedule if there is none' {
        $result = Test-MempalaceSchedule
        $result | Should -HaveCount 1
        "$($result.Status) $($result.Check)" | Should -Be 'Warn installed'
        $result.Fix | Should -BeLike '*Install-MempalaceSchedule*'
        ($result | Format-Table | Get-Line)[0] | Should -Match '^Name\s+Status\s+Check\s+Detail'
    }

    Context 'after an install' {
        BeforeEach { $null = Install-MempalaceSchedule OpenCode }

        It 'passes every check in order, and changes nothing' {
            $files, $calls = (Get-BedFile), @(Get-Call -Change).Count
            $results = Test-MempalaceSchedule mempalace-session
            $results.Check | Should -Be 'scheduler', 'daemon', 'registered', 'linger', 'files', 'command', 'mempalace', 'store', 'palace', 'palace location',
            'disk', 'backups', 'lock', 'mempalace lock', 'history', 'last run', 'next run', 'clock change'
            $results.Name | Select-Object -Unique | Should -Be 'mempalace-session'
            $results | Where-Object { $_.Status -ne 'Pass' -and $_.Check -notin 'linger', 'backups' } | Should -BeNullOrEmpty
            $results | Where-Object { $_.Status -eq 'Pass' -and $_.Fix } | Should -BeNullOrEmpty
            Get-BedFile | Should -Be $files
            Get-Call -Change | Should -HaveCount $calls
        }

        It 'returns the results of each schedule' {
            $null = Install-MempalaceSchedule Pi
            $groups = Test-MempalaceSchedule | Group-Object Name
            $groups.Name | Should -Be 'mempalace-pi-session', 'mempalace-session'
            foreach ($group in $groups) { @($group.Group.Check | Select-Object -Unique) | Should -HaveCount $group.Count }
        }

        It 'returns <Status> for "<Check>" and names <Detail> after <Change>' -ForEach @(
            @{ Status = 'Fail'; Check = 'command'; Detail = '{0}/bin/mempalace-session'; Change = "rm '{0}/bin/mempalace-session'" }
            @{ Status = 'Fail'; Check = 'command'; Detail = '{0}/bin/mempalace-session'; Change = "chmod 600 '{0}/bin/mempalace-session'" }
            @{ Status = 'Fail'; Check = 'command'; Detail = '/gone/python'; Change = "printf '#!/gone/python\n' >'{0}/bin/mempalace-session'" }
            @{ Status = 'Fail'; Check = 'command'; Detail = 'no-such-tool'; Change = "printf '#!/usr/bin/env no-such-tool\n' >'{0}/bin/mempalace-session'" }
            @{ Status = 'Fail'; Check = 'mempalace'; Detail = '{0}/bin:'; Change = "rm '{0}/bin/mempalace'" }
            @{ Status = 'Warn'; Check = 'store'; Detail = '{0}/data/opencode/opencode.db'; Change = "rm '{0}/data/opencode/opencode.db'" }
            @{ Status = 'Fail'; Check = 'palace'; Detail = '{0}/.mempalace/palace'; Change = "mkdir -p '{0}/.mempalace' && : >'{0}/.mempalace/palace'" }
            @{ Status = 'Fail'; Check = 'files'; Detail = '{0}/config/systemd/user/mempalace-session.timer'
                Change = "echo '# mine' >>'{0}/config/systemd/user/mempalace-session.timer'"
            }
            @{ Status = 'Fail'; Check = 'registered'; Detail = 'enabled'
                Change = "rm '{0}/standin/active/mempalace-session.timer' && echo enabled >'{0}/standin/unit-file-state'"
            }
            @{ Status = 'Fail'; Check = 'registered'; Detail = 'systemd'; Change = "rm '{0}/config/systemd/user/mempalace-session.timer'" }
            @{ Status = 'Fail'; Check = 'next run'; Detail = ''; Change = "rm '{0}/config/systemd/user/mempalace-session.timer'" }
            @{ Status = 'Fail'; Check = 'scheduler'; Detail = 'Failed to connect to bus'; Change = "echo 'Failed to connect to bus' >'{0}/standin/fail-show'" }
            @{ Status = 'Fail'; Check = 'history'; Detail = ''
                Change = "mkdir -p '{0}/state/mempalace-sched/mempalace-session' && echo junk >'{0}/state/mempalace-sched/mempalace-session/history.jsonl'"
            }
            @{ Status = 'Fail'; Check = 'last run'; Detail = ''; Change = "touch -d '20 days ago' '{0}/config/mempalace-sched/mempalace-session.json'" }
        ) {
            sh -c ($Change -f $bed)
            $LASTEXITCODE | Should -Be 0
            $results = Test-MempalaceSchedule
            $result = $results | Where-Object Check -EQ $Check
            $result.Status | Should -Be $Status
            $result.Detail | Should -BeLike "*$($Detail -f $bed)*"
            $results | Where-Object { $_.Status -in 'Warn', 'Fail' -and -not $_.Fix -and $_.Check -ne 'last run' } | Should -BeNullOrEmpty
        }

        It 'passes again after Repair-MempalaceSchedule' {
            Add-Content config/systemd/user/mempalace-session.timer '# mine'
            (Test-MempalaceSchedule mempalace-session | Where-Object Check -EQ files).Fix | Should -BeLike '*Repair-MempalaceSchedule mempalace-session*'
            Repair-MempalaceSchedule mempalace-session
            (Get-MempalaceSchedule | Test-MempalaceSchedule | Where-Object Check -EQ files).Status | Should -Be 'Pass'
        }

        It 'reports mempalace''s own lock of the palace only while a process holds it' {
            $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes((Get-MempalaceSchedule mempalace-session).Palace)))
            $lockName = "mine_palace_$($hash.Substring(0, 16).ToLowerInvariant()).lock"
            Set-BedFile .mempalace/locks/$lockName "4711`n"
            Set-BedFile .mempalace/locks/palace "4711`n"
            $other = [IO.File]::Open("$bed/.mempalace/locks/palace", 'OpenOrCreate', 'ReadWrite', 'None')
            $result = Test-MempalaceSchedule | Where-Object Check -EQ 'mempalace lock'
            $result.Status | Should -Be 'Pass'
            $other.Dispose()
            $holder = [IO.File]::Open("$bed/.mempalace/locks/$lockName", 'OpenOrCreate', 'ReadWrite', 'None')
            try {
                $result = Test-MempalaceSchedule | Where-Object Check -EQ 'mempalace lock'
                $result.Status | Should -Be 'Warn'
                $result.Detail | Should -BeLike '*PID*'
            }
            finally { $holder.Dispose() }
        }

        It 'names the process that holds the lock of the palace' {
            $null = Start-MempalaceMine mempalace-session
            (Test-MempalaceSchedule | Where-Object Check -EQ lock).Status | Should -Be 'Pass'
            $lock = Get-ChildItem state/mempalace-sched/locks/palace-*.lock
            $holder = [IO.File]::Open($lock, 'Open', 'ReadWrite', 'None')
            try {
                $result = Test-MempalaceSchedule | Where-Object Check -EQ lock
                $result.Status | Should -Be 'Warn'
                $result.Detail | Should -BeLike "*PID $PID*'$lock'*"
            }
            finally { $holder.Dispose() }
        }

        It 'reports a failed run with its reason and the folder of its log' {
            Set-Program mempalace-session "#!/bin/sh`necho broken`nexit 4`n"
            $null = Start-MempalaceMine mempalace-session
            $result = Test-MempalaceSchedule | Where-Object Check -EQ 'last run'
            $result.Status | Should -Be 'Fail'
            "$($result.Detail) $($result.Fix)" | Should -BeLike '*Failed*exit 4: broken*'
            "$($result.Detail) $($result.Fix)" | Should -BeLike '*/state/mempalace-sched/mempalace-session/logs*'
        }

        It 'reports a probe that systemd does not run, and deletes the files of the probe' {
            Set-Program systemd-run "#!/bin/sh`necho `"`$@`" >`"`$STANDIN/systemd-run`"`necho 'Failed to start transient service unit' >&2`nexit 1`n"
            $files = Get-BedFile
            $result = Test-MempalaceSchedule -Deep | Where-Object Check -Like 'deep: *'
            "$($result.Status) $($result.Check)" | Should -Be 'Fail deep: runs'
            $result.Detail | Should -BeLike '*systemd-run*Failed to start transient service unit*'
            Get-BedText standin/systemd-run | Should -BeLike '--user --quiet --wait --collect --unit mempalace-probe-*'
            Get-BedFile | Should -Be $files
        }

        It 'stops the probe and deletes its files on Ctrl+C' {
            Set-Program systemd-run "#!/bin/sh`n: >`"`$STANDIN/probing`"`nexec sleep 60`n"
            $files = Get-BedFile
            $result = Invoke-Recorded 'Test-MempalaceSchedule -Deep' -StopWhen "$bed/standin/probing"
            $result.Stopped | Should -BeTrue
            $result.SecondsToStop | Should -BeLessThan 10
            Get-Call | Where-Object { $_ -like '*stop -- mempalace-probe-*' } | Should -Not -BeNullOrEmpty
            Get-BedFile | Should -Be $files
        }

        It 'writes an error for a name that does not exist' {
            { Test-MempalaceSchedule nope } | Should -Throw -ErrorId 'ScheduleNotFound,*'
        }
    }

    It 'warns about an orphan and says how to remove it' {
        $null = Install-MempalaceSchedule OpenCode -Name left-over
        Remove-Item config/mempalace-sched/left-over.json
        $result = Test-MempalaceSchedule
        "$($result.Status) $($result.Check)" | Should -Be 'Warn definition'
        "$($result.Detail) $($result.Fix)" | Should -BeLike '*Repair-MempalaceSchedule left-over*'
    }
}
