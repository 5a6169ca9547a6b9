Describe 'Changes to schedules' -Skip:(-not $IsLinux) {
    BeforeEach {
        . "$PSScriptRoot/Bed.ps1"
        $bed = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Enter-Bed $bed
        Install-MempalaceSchedule OpenCode, Pi -WarningAction SilentlyContinue | Out-Null
        $timer = "$bed/config/systemd/user/mempalace-session.timer"
    }

    AfterEach { Exit-Bed }

    It 'sets what is named, says nothing, and shows it with -PassThru' {
        Set-MempalaceSchedule mempalace-session -At 'Thu 04:00' -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $changed = Set-MempalaceSchedule mempalace-session -TimeLimit 90m -PassThru -WarningAction SilentlyContinue
        $changed.At | Should -Be 'Thu 04:00'
        $changed.TimeLimit | Should -Be ([timespan]'01:30')
        (Get-MempalaceSchedule mempalace-pi-session).At | Should -Be 'Tue 03:00'
        $timer | Should -FileContentMatchExactly '^OnCalendar=Thu 04:00$'
    }

    It 'sets what Where-Object chooses, each to its own with ForEach-Object' {
        Get-MempalaceSchedule | Where-Object Source -EQ Pi | Set-MempalaceSchedule -Wing w -WarningAction SilentlyContinue
        Get-MempalaceSchedule | ForEach-Object { Set-MempalaceSchedule $_ -At ($_.At -replace '03:', '05:') -WarningAction SilentlyContinue }
        Get-MempalaceSchedule | ForEach-Object { "$_ $($_.At) $($_.Wing)" } | Should -Be 'mempalace-pi-session Tue 05:00 w', 'mempalace-session Mon 05:00 '
    }

    It 'takes splatted settings' {
        $settings = @{ Name = 'mempalace-*'; At = 'hourly'; RandomDelay = [timespan]::FromMinutes(1); Environment = @{ A = 'b c' } }
        $changed = Set-MempalaceSchedule @settings -PassThru -WarningAction SilentlyContinue
        $changed | Should -HaveCount 2
        $changed.Environment.A | Should -Be 'b c', 'b c'
        $changed.RandomDelay.TotalSeconds | Should -Be 60, 60
    }

    It 'disables and enables, and the table tells' {
        Get-MempalaceSchedule mempalace-session | Disable-MempalaceSchedule
        $disabled = Get-MempalaceSchedule mempalace-session
        $disabled.Enabled | Should -BeFalse
        "$($disabled.State) $($disabled.Health)" | Should -Be 'Disabled Disabled'
        $disabled.NextRun | Should -BeNullOrEmpty
        $PSStyle.OutputRendering = 'PlainText'
        ($disabled | Format-Table | Out-String -Width 200).Trim() | Should -Match '(?m)^mempalace-session\s+OpenCode\s+Systemd\s+Mon 03:00\s+Disabled\s*$'

        $enabled = Enable-MempalaceSchedule mempalace-session -PassThru -WarningAction SilentlyContinue
        $enabled.State | Should -Be 'Waiting'
        $enabled.NextRun | Should -BeOfType ([DateTimeOffset])
    }

    It 'repairs what was changed and what is gone, to the byte' {
        $before = Get-BedFile $bed
        Add-Content $timer '# mine'
        Remove-Item "$bed/data/mempalace-sched/bin/mempalace-pi-session", "$bed/config/systemd/user/mempalace-pi-session.timer"
        Get-MempalaceSchedule | ForEach-Object Health | Should -Be 'Missing', 'Drifted'
        Get-MempalaceSchedule | Where-Object Health -In Drifted, Missing | Repair-MempalaceSchedule -PassThru -WarningAction SilentlyContinue | ForEach-Object Name |
            Should -Be 'mempalace-pi-session', 'mempalace-session'
        # A copy of what was there is kept, where there is one.
        Get-BedFile $bed | Where-Object { $_ -notlike '*/backups/*' } | Should -Be $before
        Repair-MempalaceSchedule -PassThru -WarningAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf: <Command>' -ForEach @(
        @{ Command = 'Set-MempalaceSchedule * -At 05:00 -PassThru' }
        @{ Command = 'Get-MempalaceSchedule mempalace-session | Disable-MempalaceSchedule -PassThru' }
        @{ Command = 'Enable-MempalaceSchedule mempalace-p* -PassThru' }
        @{ Command = 'Repair-MempalaceSchedule -PassThru' }
    ) {
        Disable-MempalaceSchedule mempalace-pi-session
        if ($Command -like '*Repair*') { Add-Content $timer '# mine' }
        $before = Get-BedFile $bed
        & ([scriptblock]::Create("$Command -WhatIf")) | Should -BeNullOrEmpty
        Get-BedFile $bed | Should -Be $before
    }

    It 'fails with <Id> for <Command>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Command = 'Set-MempalaceSchedule nope -At 05:00' }
        @{ Id = 'ScheduleNotFound'; Command = 'Disable-MempalaceSchedule nope' }
        @{ Id = 'ScheduleNotFound'; Command = 'Enable-MempalaceSchedule nope' }
        @{ Id = 'ScheduleNotFound'; Command = 'Repair-MempalaceSchedule nope' }
        @{ Id = 'RecurrenceInvalid'; Command = 'Set-MempalaceSchedule mempalace-session -At 25:00' }
        @{ Id = 'OptionConflict'; Command = 'Set-MempalaceSchedule mempalace-session -Repair -NoRepair' }
        @{ Id = 'CommandNotFound'; Command = 'Set-MempalaceSchedule mempalace-session -Command no-such-program' }
        @{ Id = 'ParameterArgumentTransformationError'; Command = 'Set-MempalaceSchedule mempalace-session -RandomDelay 30' }
    ) {
        { & ([scriptblock]::Create("$Command -ErrorAction Stop")) } | Should -Throw -ErrorId "$Id,*"
    }

    It 'goes on after a name that means none' {
        $changed = Set-MempalaceSchedule nope, mempalace-session -At 05:00 -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue
        $changed.Name | Should -Be 'mempalace-session'
        $failed.FullyQualifiedErrorId | Should -BeLike 'ScheduleNotFound,*'
        $failed.TargetObject | Should -Be 'nope'
    }
}
