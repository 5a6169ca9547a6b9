Describe 'Runs' -Skip:(-not $IsLinux) {
    BeforeEach {
        . "$PSScriptRoot/Bed.ps1"
        $bed = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Enter-Bed $bed
        Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue | Out-Null
    }

    AfterEach {
        Stop-MempalaceMine *
        Exit-Bed
    }

    It 'gets what Start gave, the newest first' {
        $runs = 1..3 | ForEach-Object { Start-MempalaceMine mempalace-session }
        $history = Get-MempalaceMineHistory mempalace-session
        $history.Id | Should -Be $runs[2].Id, $runs[1].Id, $runs[0].Id
        $history.Outcome | Should -Be 'NothingNew', 'NothingNew', 'Succeeded'
        (Get-MempalaceMineHistory -Last 1).Id | Should -Be $runs[2].Id
        (Get-MempalaceMineHistory -Outcome Succeeded).Id | Should -Be $runs[0].Id
        Get-MempalaceMineHistory -Since 1h | Should -HaveCount 3
        Get-MempalaceMineHistory -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
    }

    It 'goes into Sort-Object, Group-Object, Measure-Object and a table' {
        1..2 | ForEach-Object { Start-MempalaceMine mempalace-session } | Out-Null
        $groups = Get-MempalaceMineHistory | Group-Object Outcome
        $groups.Name | Sort-Object | Should -Be 'NothingNew', 'Succeeded'
        (Get-MempalaceMineHistory | Measure-Object Filed -Sum).Sum | Should -Be 6
        (Get-MempalaceMineHistory | Sort-Object Filed -Descending)[0].Outcome | Should -Be 'Succeeded'
        $PSStyle.OutputRendering = 'PlainText'
        $lines = (Get-MempalaceMineHistory | Format-Table | Out-String -Width 200).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Name\s+Started\s+Duration\s+Outcome\s+Filed\s+Processed\s+Skipped\s+Reason'
        $lines[-1] | Should -Match '^mempalace-session\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+00:00:\d\d\s+Succeeded\s+6\s+2\s+0'
    }

    It 'finds the log of a run, of one out of a CSV file, and of one out of JSON' {
        $run = Start-MempalaceMine mempalace-session
        Start-MempalaceMine mempalace-session | Out-Null
        $expected = Get-Content $run.LogPath
        $expected[-1] | Should -Be '  Drawers filed: 6'
        $run | Get-MempalaceMineLog | Should -Be $expected
        Get-MempalaceMineLog -Id $run.Id -Tail 1 | Should -Be '  Drawers filed: 6'
        $run | Export-Csv "$bed/run.csv"
        Import-Csv "$bed/run.csv" | Get-MempalaceMineLog | Should -Be $expected
        $run | ConvertTo-Json | ConvertFrom-Json | Get-MempalaceMineLog | Should -Be $expected
        Get-MempalaceMineLog | Select-Object -Last 1 | Should -Be '  Drawers filed: 0'
    }

    It 'follows a mine that was started without a wait' {
        $lines = Start-MempalaceMine mempalace-session -NoWait | Get-MempalaceMineLog -Follow
        $lines | Should -Contain 'Mining 2 of 2: two'
        $lines[-1] | Should -Be '  Drawers filed: 6'
    }

    It 'shows a dry run as text and files nothing' {
        $lines = Start-MempalaceMine mempalace-session -DryRun
        $lines | Should -BeOfType ([string])
        $lines[-1] | Should -Be '--dry-run: a real run would file 2.'
        Get-MempalaceMineHistory | Should -BeNullOrEmpty
    }

    It 'stops a mine that runs, and its run is Interrupted' {
        Set-MempalaceSchedule mempalace-session -Environment @{ MEMPALACE_STANDIN_PAUSE = '60' } -WarningAction SilentlyContinue
        (Start-MempalaceMine mempalace-session -NoWait).Outcome | Should -Be 'Running'
        Stop-MempalaceMine mempalace-session -WhatIf
        (Get-MempalaceSchedule).State | Should -Be 'Running'
        $run = Get-MempalaceSchedule | Stop-MempalaceMine -PassThru
        $run.Outcome | Should -Be 'Interrupted'
        (Get-MempalaceMineHistory).Id | Should -Be $run.Id
        Stop-MempalaceMine * -PassThru | Should -BeNullOrEmpty
    }

    It 'mines nothing with -WhatIf' {
        Get-MempalaceSchedule | Start-MempalaceMine -WhatIf | Should -BeNullOrEmpty
        Get-MempalaceMineHistory | Should -BeNullOrEmpty
    }

    It 'fails with <Id> for <Command>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Command = 'Get-MempalaceMineHistory nope' }
        @{ Id = 'ScheduleNotFound'; Command = 'Get-MempalaceMineLog nope' }
        @{ Id = 'ScheduleNotFound'; Command = 'Stop-MempalaceMine nope' }
        @{ Id = 'MineNotRunning'; Command = 'Stop-MempalaceMine mempalace-session' }
        @{ Id = 'NoLog'; Command = 'Get-MempalaceMineLog mempalace-session' }
        @{ Id = 'RunNotFound'; Command = 'Get-MempalaceMineLog mempalace-session -RunId nope' }
        @{ Id = 'ParameterArgumentTransformationError'; Command = 'Get-MempalaceMineHistory -Since soon' }
        @{ Id = 'ParameterArgumentValidationError'; Command = 'Get-MempalaceMineHistory -Last 0' }
        @{ Id = 'CannotConvertArgumentNoMessage'; Command = 'Get-MempalaceMineHistory -Outcome Splendid' }
    ) {
        { & ([scriptblock]::Create("$Command -ErrorAction Stop")) } | Should -Throw -ErrorId "$Id,*"
    }

    It 'keeps the history of a schedule that was removed, until -Purge' {
        Start-MempalaceMine mempalace-session | Out-Null
        Remove-MempalaceSchedule mempalace-session
        Get-MempalaceMineHistory mempalace-session | Should -HaveCount 1
        Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue | Remove-MempalaceSchedule -Purge
        Get-MempalaceMineHistory | Should -BeNullOrEmpty
    }
}
