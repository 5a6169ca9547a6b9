Describe 'The doctor' -Skip:(-not $IsLinux) {
    BeforeEach {
        . "$PSScriptRoot/Bed.ps1"
        $bed = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Enter-Bed $bed
        Install-MempalaceSchedule OpenCode, Pi -WarningAction SilentlyContinue | Out-Null
    }

    AfterEach { Exit-Bed }

    It 'gives one result for each check of each schedule, and changes nothing' {
        $before = Get-BedFile $bed
        $results = Test-MempalaceSchedule
        $byName = $results | Group-Object Name
        $byName.Name | Should -Be 'mempalace-pi-session', 'mempalace-session'
        foreach ($group in $byName) { ($group.Group.Check | Select-Object -Unique).Count | Should -Be $group.Count }
        Get-BedFile $bed | Should -Be $before
    }

    It 'has a way out for all that is not well, and for nothing else' {
        $results = Test-MempalaceSchedule
        # The sessions of pi are not there, and neither is mempalace.
        ($results | Where-Object { $_.Name -eq 'mempalace-session' -and $_.Status -eq 'Fail' }).Check | Should -Be 'mempalace'
        $results | Where-Object Status -In Warn, Fail | ForEach-Object Fix | Should -Not -BeNullOrEmpty
        $results | Where-Object { $_.Status -in 'Warn', 'Fail' -and -not $_.Fix } | Should -BeNullOrEmpty
        $results | Where-Object { $_.Status -eq 'Pass' -and $_.Fix } | Should -BeNullOrEmpty
    }

    It 'finds a file that was changed, and is content when it is put back' {
        Add-Content "$bed/config/systemd/user/mempalace-session.timer" '# mine'
        $result = Get-MempalaceSchedule mempalace-session | Test-MempalaceSchedule | Where-Object Check -EQ files
        $result.Status | Should -Be 'Fail'
        $result.Fix | Should -BeLike '*Repair-MempalaceSchedule mempalace-session*'
        Repair-MempalaceSchedule mempalace-session -WarningAction SilentlyContinue
        (Test-MempalaceSchedule mempalace-session | Where-Object Check -EQ files).Status | Should -Be 'Pass'
    }

    It 'shows a table that reads well' {
        $PSStyle.OutputRendering = 'PlainText'
        $lines = (Test-MempalaceSchedule mempalace-session | Format-Table | Out-String -Width 200).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Name\s+Status\s+Check\s+Detail'
        $lines[2] | Should -Match '^mempalace-session Pass\s+scheduler\s+systemd can be used here\.'
    }

    It 'tells in Format-List what is the matter' {
        Remove-Item "$bed/data/mempalace-sched/bin/mempalace-session"
        $PSStyle.OutputRendering = 'PlainText'
        $list = Get-MempalaceSchedule mempalace-session | Format-List | Out-String -Width 300
        $list | Should -Match '(?m)^Health\s+: Drifted'
        $list | Should -Match '(?m)^HealthDetail\s+: .+Repair-MempalaceSchedule mempalace-session'
    }

    It 'knows no schedule named nope, and says when there is none at all' {
        { Test-MempalaceSchedule nope -ErrorAction Stop } | Should -Throw -ErrorId 'ScheduleNotFound,*'
        Remove-MempalaceSchedule *
        $result = Test-MempalaceSchedule
        $result | Should -HaveCount 1
        $result.Fix | Should -BeLike '*Install-MempalaceSchedule*'
    }
}
