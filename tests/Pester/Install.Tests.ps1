Describe 'Install-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'writes the files, enables the timer and returns the next run' {
        $schedule = Install-MempalaceSchedule OpenCode -WarningVariable warnings
        "$($schedule.Name) $($schedule.State) $($schedule.Enabled)" | Should -Be 'mempalace-session Waiting True'
        $schedule.NextRun.ToString('s') | Should -Be '2027-01-04T03:12:00'
        $schedule.Palace | Should -Be "$bed/.mempalace/palace"
        Get-Call -Change | Should -Be 'systemctl --user --no-pager enable --now -- mempalace-session.timer'
        'config/mempalace-sched/mempalace-session.json', 'data/mempalace-sched/bin/mempalace-session',
        'config/systemd/user/mempalace-session.service', 'config/systemd/user/mempalace-session.timer' | Should -Exist
        if (Test-Path "/var/lib/systemd/linger/$([Environment]::UserName)") { $warnings | Should -BeNullOrEmpty }
        else { "$warnings" | Should -Match '-EnableLinger' }
    }

    It 'changes nothing when it is repeated' {
        $settings = @{ Wing = 'w'; Environment = @{ A = 'b c' }; ArgumentList = '--x', ''; RandomDelay = '5m' }
        Install-MempalaceSchedule OpenCode, Claude @settings
        $files, $calls = (Get-BedFile), (Get-Call -Change).Count
        Install-MempalaceSchedule OpenCode, Claude @settings | Should -HaveCount 2
        Get-BedFile | Should -Be $files
        Get-Call -Change | Should -HaveCount $calls
    }

    It 'changes nothing when the output of Get-MempalaceSchedule is installed again' {
        $settings = @{
            At = 'Mon,Thu 04:30'; TimeLimit = '90m'; RandomDelay = '90s'; ArgumentList = '--since', '2026-01-01'; Palace = 'p'; Wing = 'w'
            Environment = @{ A = 'x' }; Repair = $true; NoCatchUp = $true
        }
        Install-MempalaceSchedule OpenCode @settings
        Install-MempalaceSchedule Custom -Name own -Command mempalace, status
        $files, $calls = (Get-BedFile), (Get-Call -Change).Count
        (Get-MempalaceSchedule | Install-MempalaceSchedule).Name | Should -Be 'mempalace-session', 'own'
        Get-BedFile | Should -Be $files
        Get-Call -Change | Should -HaveCount $calls
    }

    It 'enables the timers of a whole pipeline with one command' {
        ('OpenCode', 'Pi' | Install-MempalaceSchedule).Name | Should -Be 'mempalace-session', 'mempalace-pi-session'
        Get-Call -Change | Should -Be 'systemctl --user --no-pager enable --now -- mempalace-session.timer mempalace-pi-session.timer'
    }

    It 'binds the properties of objects to its parameters' {
        $row = [pscustomobject]@{ Source = 'Pi'; Name = 'nightly'; At = 'daily'; RandomDelay = '90s'; Wing = $null }
        $schedule = $row | Install-MempalaceSchedule
        "$($schedule.Name) $($schedule.RandomDelay) '$($schedule.Wing)'" | Should -Be "nightly 00:01:30 ''"
    }

    It 'reads a duration and a dictionary from an object that comes from JSON' {
        $json = '{ "Source": "OpenCode", "TimeLimit": { "Ticks": 18000000000, "Days": 0, "Minutes": 30 }, "Environment": { "A": "b c", "B": "d" } }'
        $schedule = $json | ConvertFrom-Json | Install-MempalaceSchedule
        $schedule.TimeLimit | Should -Be ([timespan]'00:30')
        $schedule.Environment.Count | Should -Be 2
        $schedule.Environment.A | Should -Be 'b c'
    }

    It 'shows the plan with <Name> and writes nothing' -ForEach @(
        @{ Name = '-WhatIf'; Script = 'Install-MempalaceSchedule OpenCode, Pi -WhatIf' }
        @{ Name = '$WhatIfPreference'; Script = '$WhatIfPreference = $true; Install-MempalaceSchedule OpenCode, Pi' }
    ) {
        $files = Get-BedFile
        $result = Invoke-Recorded $Script
        $result.Output | Should -BeNullOrEmpty
        Get-BedFile | Should -Be $files
        Get-Call -Change | Should -BeNullOrEmpty
        foreach ($part in 'What if:', 'mempalace-session', 'mempalace-pi-session', '+++ ', '+OnCalendar=Mon', 'enable --now') {
            $result.Host | Should -BeLike "*$part*"
        }
    }

    It 'shows only the differences of an update with -WhatIf' {
        Install-MempalaceSchedule OpenCode
        $plan = (Invoke-Recorded 'Install-MempalaceSchedule OpenCode -At 05:00 -WhatIf').Host
        $plan | Should -Match '(?m)^-OnCalendar='
        $plan | Should -Match '(?m)^\+OnCalendar=05:00'
        $plan | Should -Not -Match 'ExecStart'
    }

    It 'asks about each schedule with -Confirm, and skips declined schedules' {
        $result = Invoke-Recorded 'Install-MempalaceSchedule OpenCode, Pi -Confirm | ForEach-Object Name' -Answer 2, 0
        $result.Output | Should -Be 'mempalace-pi-session'
        'config/mempalace-sched/mempalace-session.json' | Should -Not -Exist
        $result.Host | Should -Match "'mempalace-session'"
    }

    It 'reports each step with -Verbose' {
        $steps = Install-MempalaceSchedule OpenCode -Verbose 4>&1 | ForEach-Object Message
        $steps | Should -Contain "write $bed/config/systemd/user/mempalace-session.timer"
        $steps | Should -Contain 'run systemctl --user --no-pager enable --now -- mempalace-session.timer'
    }

    It 'undoes everything if systemd fails' {
        Install-MempalaceSchedule Claude
        $files = Get-BedFile
        Set-BedFile standin/fail-enable 'Failed to enable unit: no room'
        Install-MempalaceSchedule OpenCode, Pi -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SchedulerCommandFailed,*'
        "$failed" | Should -BeLike '*no room*'
        Get-BedFile | Should -Be $files
    }

    It 'undoes everything if the scheduler returns no next run' {
        Set-BedFile standin/next 'n/a'
        $files = Get-BedFile
        { Install-MempalaceSchedule OpenCode } | Should -Throw -ErrorId 'InstallNotVerified,*'
        Get-BedFile | Should -Be $files
        Get-Call -Change | Should -Contain 'systemctl --user --no-pager disable --now --no-reload -- mempalace-session.timer'
    }

    It 'replaces a foreign unit only with -Force, and keeps a copy' {
        Set-BedFile config/systemd/user/mempalace-session.timer "# by hand`n"
        { Install-MempalaceSchedule OpenCode } | Should -Throw -ErrorId 'ScheduleExists,*'
        Get-BedText config/systemd/user/mempalace-session.timer | Should -Be "# by hand`n"
        Install-MempalaceSchedule OpenCode -Force
        Get-BedText config/systemd/user/mempalace-session.timer | Should -BeLike '*OnCalendar*'
        Get-Content "$bed/state/mempalace-sched/backups/*" | Should -Be '# by hand'
    }

    It 'enables lingering with -EnableLinger' {
        Install-MempalaceSchedule OpenCode -EnableLinger
        Get-Call | Should -Contain 'loginctl enable-linger'
    }

    It 'continues with the other sources after an error' {
        Remove-Item bin/mempalace-pi-session
        $installed = Install-MempalaceSchedule Pi, OpenCode -ErrorAction SilentlyContinue -ErrorVariable failed
        $installed.Name | Should -Be 'mempalace-session'
        $failed.FullyQualifiedErrorId | Should -BeLike 'CommandNotFound,*'
    }

    It 'changes nothing if -ErrorAction is Stop and one source fails' {
        Remove-Item bin/mempalace-pi-session
        { Install-MempalaceSchedule OpenCode, Pi -ErrorAction Stop } | Should -Throw -ErrorId 'CommandNotFound,*'
        Get-Call -Change | Should -BeNullOrEmpty
    }

    It 'installs only the first of several sources from the pipeline if -Name is given' {
        $installed = 'OpenCode', 'Pi' | Install-MempalaceSchedule -Name x -ErrorAction SilentlyContinue -ErrorVariable failed
        $installed.Name | Should -Be 'x'
        $failed.FullyQualifiedErrorId | Should -BeLike 'OptionConflict,*'
    }

    It 'says what to do if there is no systemd user manager' {
        $real = Get-ChildItem /run/user/*/systemd/private -ErrorAction Ignore
        if ($real) { Set-ItResult -Skipped -Because 'this machine has a systemd user manager' }
        $env:XDG_RUNTIME_DIR = "$bed/nowhere"
        Install-MempalaceSchedule OpenCode -Scheduler Systemd -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SchedulerUnavailable,*'
        $failed[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}
