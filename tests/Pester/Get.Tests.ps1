Describe 'Get-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'returns nothing and starts no process if nothing is installed' {
        Get-MempalaceSchedule | Should -BeNullOrEmpty
        Get-Call | Should -BeNullOrEmpty
    }

    It 'asks systemd once about all schedules, and reads the crontab once' {
        $null = Install-MempalaceSchedule OpenCode, Pi, Claude
        Remove-Item standin/crontab-calls -ErrorAction Ignore
        $calls = (Get-Call).Count
        $schedules = Get-MempalaceSchedule
        $schedules | Should -HaveCount 3
        $schedules | Should -BeOfType 'MempalaceSched.Schedule'
        Get-Call | Should -HaveCount ($calls + 1)
        Get-Content standin/crontab-calls | Should -Be '-l'
    }

    It 'selects schedules by name, wildcard, source and scheduler' {
        $null = Install-MempalaceSchedule OpenCode, Pi, Claude
        (Get-MempalaceSchedule *-session).Name | Should -Be 'mempalace-pi-session', 'mempalace-session'
        (Get-MempalaceSchedule Mempalace-Session).Name | Should -Be 'mempalace-session'
        (Get-MempalaceSchedule mempalace-session, mempalace-s*).Name | Should -Be 'mempalace-session'
        (Get-MempalaceSchedule -Source Claude).Name | Should -Be 'mempalace-claude'
        (Get-MempalaceSchedule -Source Claude, OpenCode).Name | Should -Be 'mempalace-claude', 'mempalace-session'
        Get-MempalaceSchedule -Scheduler Systemd | Should -HaveCount 3
        Get-MempalaceSchedule -Scheduler Auto | Should -HaveCount 3
        Get-MempalaceSchedule no* | Should -BeNullOrEmpty
        ('mempalace-claude' | Get-MempalaceSchedule).Name | Should -Be 'mempalace-claude'
    }

    It 'writes an error for each name that does not exist, and returns the others' {
        $null = Install-MempalaceSchedule OpenCode
        $found = Get-MempalaceSchedule nope, mempalace-session, '' -ErrorAction SilentlyContinue -ErrorVariable failed
        $found.Name | Should -Be 'mempalace-session'
        $failed.FullyQualifiedErrorId | Should -Be (@('ScheduleNotFound,MempalaceSched.Commands.GetMempalaceScheduleCommand') * 2)
        $failed[0].TargetObject | Should -Be 'nope'
        $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*mempalace-session*'
    }

    It 'says how to install a schedule if there is none' {
        Get-MempalaceSchedule nope -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*Install-MempalaceSchedule*'
    }

    It 'returns the other schedules if a definition cannot be read' {
        $null = Install-MempalaceSchedule OpenCode
        Set-BedFile config/mempalace-sched/broken.json '{'
        (Get-MempalaceSchedule -ErrorAction SilentlyContinue -ErrorVariable failed).Name | Should -Be 'mempalace-session'
        $failed.FullyQualifiedErrorId | Should -BeLike 'DefinitionUnreadable,*'
    }

    It 'returns the definitions with a warning if systemd does not answer' {
        $null = Install-MempalaceSchedule OpenCode
        Set-BedFile standin/fail-show 'Failed to connect to bus'
        $schedule = Get-MempalaceSchedule -WarningVariable warnings
        $schedule.State | Should -Be 'Unreachable'
        $schedule.NextRun | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*Failed to connect to bus*'
    }

    It 'reports a deleted timer as Missing and a stopped timer as Disabled' {
        $null = Install-MempalaceSchedule OpenCode, Pi
        Remove-Item config/systemd/user/mempalace-session.timer, standin/active/mempalace-pi-session.timer
        Get-MempalaceSchedule | ForEach-Object { "$($_.State) $($_.Enabled)" } | Should -Be 'Disabled False', 'Missing False'
    }

    It 'ignores a copy of a unit under another name' {
        $null = Install-MempalaceSchedule OpenCode
        Copy-Item config/systemd/user/mempalace-session.timer config/systemd/user/my-own.timer
        (Get-MempalaceSchedule).Name | Should -Be 'mempalace-session'
    }

    It 'shows a table with the most important columns' {
        $null = Install-MempalaceSchedule OpenCode
        $lines = Get-MempalaceSchedule | Format-Table | Get-Line
        $lines[0] | Should -Match '^Name\s+Source\s+.*At\s+Health\s+Next ?run\s+Last ?run\s+Outcome'
        $lines[-1] | Should -Match '^mempalace-session\s+OpenCode\s+.*Mon 03:00\s+(Healthy|LingerOff)\s+2027-01-04 03:12'
    }

    It 'rejects $null for -<Parameter>' -ForEach @(@{ Parameter = 'Name' }, @{ Parameter = 'Source' }, @{ Parameter = 'Scheduler' }) {
        $arguments = @{ $Parameter = $null }
        { Get-MempalaceSchedule @arguments } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}
