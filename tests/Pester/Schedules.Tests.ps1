Describe 'Schedules on systemd' -Skip:(-not $IsLinux) {
    BeforeEach {
        . "$PSScriptRoot/Bed.ps1"
        $bed = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Enter-Bed $bed
    }

    AfterEach { Exit-Bed }

    It 'installs, gets and removes one' {
        $schedule = Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue
        $schedule.Name | Should -Be 'mempalace-session'
        $schedule.State | Should -Be 'Waiting'
        $schedule.NextRun | Should -BeOfType ([DateTimeOffset])
        "$bed/config/systemd/user/mempalace-session.timer" | Should -Exist

        (Get-MempalaceSchedule).Name | Should -Be 'mempalace-session'
        Remove-MempalaceSchedule mempalace-session
        Get-MempalaceSchedule | Should -BeNullOrEmpty
        "$bed/config/systemd/user/mempalace-session.timer" | Should -Not -Exist
    }

    It 'changes nothing when what Get gives is installed again' {
        Install-MempalaceSchedule OpenCode -At 'Mon,Thu 04:30' -RandomDelay 90s -TimeLimit 1d -Environment @{ A = 'b' } -WarningAction SilentlyContinue
        $before = Get-BedFile $bed
        Get-MempalaceSchedule | Install-MempalaceSchedule -WarningAction SilentlyContinue | Should -HaveCount 1
        Get-BedFile $bed | Should -Be $before
    }

    It 'shows a plan with -WhatIf and writes nothing' {
        $before = Get-BedFile $bed
        Install-MempalaceSchedule OpenCode, Pi -WhatIf | Should -BeNullOrEmpty
        Get-BedFile $bed | Should -Be $before

        Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue
        $before = Get-BedFile $bed
        Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge -WhatIf
        Get-BedFile $bed | Should -Be $before
    }

    It 'removes what Where-Object chooses' {
        Install-MempalaceSchedule OpenCode, Pi -WarningAction SilentlyContinue
        Get-MempalaceSchedule | Where-Object Source -EQ Pi | Remove-MempalaceSchedule
        (Get-MempalaceSchedule).Name | Should -Be 'mempalace-session'
    }

    It 'shows a table that reads well' {
        Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue
        $PSStyle.OutputRendering = 'PlainText'
        $lines = (Get-MempalaceSchedule | Format-Table | Out-String -Width 200).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Name\s+Source\s+Scheduler\s+At\s+Health\s+Next run\s+Last run\s+Outcome'
        $lines[-1] | Should -Match '^mempalace-session\s+OpenCode\s+Systemd\s+Mon 03:00\s+(Healthy|LingerOff)\s+2027-01-04 03:12'
    }

    It 'mines, and tells the result' {
        Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue
        $run = Start-MempalaceMine mempalace-session
        $run.Outcome | Should -Be 'Succeeded'
        $run.Filed | Should -Be 6
        (Start-MempalaceMine mempalace-session).Outcome | Should -Be 'NothingNew'
        (Get-MempalaceSchedule).LastOutcome | Should -Be 'NothingNew'
    }

    It 'puts all back when systemd refuses' {
        Set-Content "$bed/standin/fail-enable" 'Failed to enable unit: no room'
        $before = Get-BedFile $bed
        { Install-MempalaceSchedule OpenCode -ErrorAction Stop } | Should -Throw -ErrorId 'SchedulerCommandFailed,*' -ExpectedMessage '*All changes were undone.*'
        Get-BedFile $bed | Where-Object { $_ -notlike '*/changes.lock *' } | Should -Be $before
    }

    It 'fails with <Id> for <Command>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Command = 'Get-MempalaceSchedule nope' }
        @{ Id = 'ScheduleNotFound'; Command = 'Remove-MempalaceSchedule nope' }
        @{ Id = 'ScheduleNotFound'; Command = 'Start-MempalaceMine nope' }
        @{ Id = 'ScheduleNameInvalid'; Command = 'Install-MempalaceSchedule OpenCode -Name "My Name"' }
        @{ Id = 'RecurrenceInvalid'; Command = 'Install-MempalaceSchedule OpenCode -At "now and then"' }
        @{ Id = 'CommandNotFound'; Command = 'Install-MempalaceSchedule OpenCode -Command no-such-program' }
        @{ Id = 'OptionConflict'; Command = 'Install-MempalaceSchedule OpenCode -Repair -NoRepair' }
        @{ Id = 'ValueNotRepresentable'; Command = 'Install-MempalaceSchedule OpenCode -TimeLimit 30d' }
        @{ Id = 'ParameterArgumentTransformationError'; Command = 'Install-MempalaceSchedule OpenCode -TimeLimit 30' }
    ) {
        { & ([scriptblock]::Create("$Command -ErrorAction Stop")) } | Should -Throw -ErrorId "$Id,*"
    }

    It 'says what to do now with every error' {
        Get-MempalaceSchedule nope -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'Install-MempalaceSchedule'
    }

    It 'completes names and times' {
        Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue
        (TabExpansion2 'Get-MempalaceSchedule mem').CompletionMatches.CompletionText | Should -Be 'mempalace-session'
        (TabExpansion2 'Install-MempalaceSchedule OpenCode -At hou').CompletionMatches.CompletionText | Should -Be "'hourly'"
    }
}
