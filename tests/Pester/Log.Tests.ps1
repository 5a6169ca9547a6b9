Describe 'Get-MempalaceMineLog' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        function Set-History([string] $Name, [object[]] $Run) {
            # Each run is its ID, its day in January 2027, and the name of its log or $null.
            $lines = foreach ($each in $Run) {
                $started = '2027-01-{0:00}T03:00:00Z' -f $each[1]
                [ordered] @{
                    id = $each[0]; trigger = 'manual'; started = $started; ended = $started.Replace(':00Z', ':30Z')
                    outcome = 'Skipped'; reason = 'nothing to mine'; log = $each[2]
                } | ConvertTo-Json -Compress
            }
            Set-BedFile "state/mempalace-sched/$Name/history.jsonl" "$($lines -join "`n")`n"
        }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach {
        Resume-Run
        Exit-Bed
    }

    It 'returns the newest log, or the log of the run that is given' {
        $null = Install-MempalaceSchedule OpenCode
        $first = Start-MempalaceMine mempalace-session
        Get-MempalaceMineLog | Should -Contain 'Mining 1 of 2: one'
        Set-Program mempalace-session "#!/bin/sh`necho one`necho 'zwei ö'`nprintf three"
        $null = Start-MempalaceMine mempalace-session
        Get-MempalaceMineLog mempalace-session | Should -Be 'one', 'zwei ö', 'three'
        Get-MempalaceMineLog mempalace-s* -Tail 2 | Should -Be 'zwei ö', 'three'
        Get-MempalaceMineLog -Tail 0 | Should -BeNullOrEmpty
        Get-MempalaceMineLog -Follow | Should -Be 'one', 'zwei ö', 'three'
        Get-MempalaceMineLog mempalace-session -RunId $first.Id | Should -Contain 'Mining 1 of 2: one'
        Get-MempalaceMineLog -Id $first.Id -Tail 1 | Should -Be '  Drawers filed: 6'
        Get-MempalaceMineHistory | Get-MempalaceMineLog -Tail 1 | Should -Be 'three', '  Drawers filed: 6'
        Get-MempalaceSchedule | Get-MempalaceMineLog -Tail 1 | Should -Be 'three'
        Remove-MempalaceSchedule mempalace-session
        Get-MempalaceMineLog mempalace-session -Tail 1 | Should -Be 'three'
    }

    It 'accepts a run from the pipeline, from a CSV file and from JSON' {
        $null = Install-MempalaceSchedule OpenCode
        $run = Start-MempalaceMine mempalace-session
        $null = Start-MempalaceMine mempalace-session
        $expected = Get-Content $run.LogPath
        $expected[-1] | Should -Be '  Drawers filed: 6'
        $run | Get-MempalaceMineLog | Should -Be $expected
        $run | Export-Csv run.csv
        Import-Csv run.csv | Get-MempalaceMineLog | Should -Be $expected
        $run | ConvertTo-Json | ConvertFrom-Json | Get-MempalaceMineLog | Should -Be $expected
    }

    It 'follows a run line by line to its end' {
        $null = Install-MempalaceSchedule OpenCode
        Set-Program mempalace-session "#!/bin/sh`necho first`nuntil [ -e '$bed/go-on' ] || [ ! -d '$bed' ]; do sleep 0.05; done`necho second`nprintf third`n"
        # The run continues when its first line arrives, so the line must arrive before the run ends.
        $lines = Start-MempalaceMine mempalace-session -NoWait | Get-MempalaceMineLog -Follow | ForEach-Object {
            if ($_ -eq 'first') { Resume-Run }
            $_
        }
        $lines | Should -Be 'first', 'second', 'third'
        (Get-MempalaceSchedule).LastOutcome | Should -Be 'Succeeded'
    }

    It 'stops following on Ctrl+C, and the run continues' {
        $null = Install-MempalaceSchedule OpenCode
        Set-Wait -Output 'Drawers filed: 1' -Before 'echo going'
        $null = Start-MempalaceMine mempalace-session -NoWait
        Wait-Until { Test-Path waiting } 'the run has begun'
        $result = Invoke-Recorded "Get-MempalaceMineLog -Follow | ForEach-Object { Set-Content '$bed/seen' `$_ }" -StopWhen "$bed/seen"
        $result.Stopped | Should -BeTrue
        $result.SecondsToStop | Should -BeLessThan 10
        (Get-MempalaceSchedule).LastOutcome | Should -Be 'Running'
        Get-MempalaceMineLog | Should -Be 'going' -Because 'without -Follow it returns the lines so far'
        Resume-Run
        Get-MempalaceMineLog -Follow | Should -Be 'going', 'Drawers filed: 1'
        (Get-MempalaceSchedule).LastOutcome | Should -Be 'Succeeded'
    }

    It 'writes an error that names the newest runs if the run <Id> does not exist' -ForEach @(
        @{ Id = 'nope' }, @{ Id = '../../secret' }, @{ Id = '20270101T030000Z-2' }
    ) {
        $ids = 1..7 | ForEach-Object { "2027010${_}T030000Z-1" }
        Set-History a @(for ($day = 1; $day -le 7; $day++) { , @($ids[$day - 1], $day, $null) })
        Get-MempalaceMineLog a -RunId $Id -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Be 'RunNotFound,MempalaceSched.Commands.GetMempalaceMineLogCommand'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike "*$($ids[6..2] -join ', ')*"
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeLike "*$($ids[1])*"
    }

    It 'distinguishes a deleted log from a run without a log' {
        Set-History a @('20270101T030000Z-1', 1, '20270101T030000Z-1.log'), @('20270102T030000Z-1', 2, $null)
        Get-MempalaceMineLog a -RunId 20270101T030000Z-1 -ErrorAction SilentlyContinue -ErrorVariable deleted
        Get-MempalaceMineLog a -RunId 20270102T030000Z-1 -ErrorAction SilentlyContinue -ErrorVariable none
        foreach ($each in $deleted[0], $none[0]) {
            $each.FullyQualifiedErrorId | Should -Be 'LogNotKept,MempalaceSched.Commands.GetMempalaceMineLogCommand'
        }
        "$deleted" | Should -Match '\b20\b'
        "$none" | Should -BeLike '*Skipped*nothing to mine*'
    }

    It 'rejects "<Arguments>" with <Id>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Arguments = 'nope' }
        @{ Id = 'NoLog'; Arguments = 'a' }
        @{ Id = 'RunNotFound'; Arguments = 'a -RunId nope' }
    ) {
        Set-History a @(, @('20270101T030000Z-1', 1, '20270101T030000Z-1.log'))
        { & ([scriptblock]::Create("Get-MempalaceMineLog $Arguments")) } | Should -Throw -ErrorId "$Id,*"
        Get-MempalaceMineLog no* | Should -BeNullOrEmpty
    }
}
