Describe 'Get-MempalaceMineHistory' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        function Set-History([string] $Name, [string[]] $Line) { Set-BedFile "state/mempalace-sched/$Name/history.jsonl" (($Line -join "`n") + "`n") }

        function Get-HistoryLine([string] $Id, [DateTime] $Started, [string] $Outcome = 'Succeeded') {
            $format = "yyyy-MM-dd'T'HH:mm:ss'Z'"
            [ordered] @{
                id = $Id; trigger = 'manual'; started = $Started.ToString($format); ended = $Started.AddMinutes(1).ToString($format)
                duration = 60; exitCode = 0; outcome = $Outcome; reason = ''
            } | ConvertTo-Json -Compress
        }

        function Get-Day([int] $Day) { [DateTime]::new(2027, 1, $Day, 3, 0, 0, [DateTimeKind]::Utc) }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'returns the runs of a schedule, the newest first' {
        $null = Install-MempalaceSchedule OpenCode, Pi
        $runs = 1..3 | ForEach-Object { Start-MempalaceMine mempalace-session }
        $history = Get-MempalaceMineHistory mempalace-session
        $history | Should -BeOfType 'MempalaceSched.MineRun'
        $history.Id | Should -Be $runs[2].Id, $runs[1].Id, $runs[0].Id
        $history.Outcome | Should -Be 'NothingNew', 'NothingNew', 'Succeeded'
        ($history | Measure-Object Filed -Sum).Sum | Should -Be 6
        Get-MempalaceMineHistory mempalace-pi-session | Should -BeNullOrEmpty
        $lines = Get-MempalaceMineHistory | Format-Table | Get-Line
        $lines[0] | Should -Match '^Name\s+Started\s+Duration\s+Outcome\s+Filed\s+Processed\s+Skipped\s+Reason'
        $lines[-1] | Should -Match '^mempalace-session\s+\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?\s+\S+\s+Succeeded\s+6\s+2\s+0'
    }

    It 'merges the runs of several schedules, and counts -Last for each schedule' {
        Set-History a (Get-HistoryLine a1 (Get-Day 1)), (Get-HistoryLine a3 (Get-Day 3)), (Get-HistoryLine a5 (Get-Day 5) Failed)
        Set-History b (Get-HistoryLine b2 (Get-Day 2) Failed), (Get-HistoryLine b4 (Get-Day 4)), (Get-HistoryLine b6 (Get-Day 6))
        (Get-MempalaceMineHistory).Id | Should -Be b6, a5, b4, a3, b2, a1
        (Get-MempalaceMineHistory b).Id | Should -Be b6, b4, b2
        (Get-MempalaceMineHistory -Last 2).Id | Should -Be b6, a5, b4, a3
        (Get-MempalaceMineHistory -Outcome Failed, TimedOut -Last 1).Id | Should -Be a5, b2
        (Get-MempalaceMineHistory a, b, A*).Id | Should -Be b6, a5, b4, a3, b2, a1
        foreach ($once in 1) { Get-MempalaceMineHistory | ForEach-Object { $first = $_.Id; break } }
        $first | Should -Be b6
        ('a', 'b' | Get-MempalaceMineHistory -Last 1).Id | Should -Be b6, a5
        (Get-MempalaceMineHistory a -Last 1 | Get-MempalaceMineHistory -Last 1).Id | Should -Be a5
    }

    It 'accepts schedules from the pipeline' {
        $null = Install-MempalaceSchedule OpenCode, Pi
        Set-History mempalace-session (Get-HistoryLine one (Get-Day 1))
        Set-History removed (Get-HistoryLine two (Get-Day 2))
        (Get-MempalaceSchedule | Get-MempalaceMineHistory).Id | Should -Be 'one'
    }

    It 'returns the history of a removed schedule until it is purged' {
        $null = Install-MempalaceSchedule OpenCode
        $null = Start-MempalaceMine mempalace-session
        Remove-MempalaceSchedule mempalace-session
        (Get-MempalaceMineHistory Mempalace-Session).Outcome | Should -Be 'Succeeded'
        (Get-MempalaceMineHistory *-sess*).Outcome | Should -Be 'Succeeded'
        $runs = Get-MempalaceMineHistory nope, mempalace-session, no*, locks -ErrorAction SilentlyContinue -ErrorVariable failed
        $runs.Outcome | Should -Be 'Succeeded'
        $failed.TargetObject | Should -Be 'nope', 'locks'
        $failed.FullyQualifiedErrorId | Should -Be (@('ScheduleNotFound,MempalaceSched.Commands.GetMempalaceMineHistoryCommand') * 2)

        Install-MempalaceSchedule OpenCode | Remove-MempalaceSchedule -Purge
        Get-MempalaceMineHistory | Should -BeNullOrEmpty
    }

    It 'selects runs since <Since>' -ForEach @(
        @{ Since = '7d'; Ids = 'hour', 'week' }
        @{ Since = '1h'; Ids = 'hour' }
        @{ Since = [DateTime]::Now.AddDays(-1); Ids = 'hour' }
        @{ Since = [DateTimeOffset]::Now.AddDays(-7); Ids = 'hour', 'week' }
        @{ Since = [timespan]::FromDays(7); Ids = 'hour', 'week' }
        @{ Since = [DateTime]::UtcNow.AddDays(-7).ToString('yyyy-MM-dd'); Ids = 'hour', 'week' }
        @{ Since = '999999d'; Ids = 'hour', 'week', 'old' }
        @{ Since = '2200-01-01'; Ids = @() }
    ) {
        $now = [DateTime]::UtcNow
        Set-History a (Get-HistoryLine old $now.AddDays(-9)), (Get-HistoryLine week $now.AddDays(-6)), (Get-HistoryLine hour $now.AddMinutes(-50))
        @(Get-MempalaceMineHistory -Since $Since | ForEach-Object Id) | Should -Be $Ids
    }

    It 'skips a line that cannot be read, with a warning that names the line' {
        Set-History a (Get-HistoryLine a1 (Get-Day 1)), '{"id":"torn', (Get-HistoryLine a3 (Get-Day 3)), "`0`0"
        (Get-MempalaceMineHistory a -WarningVariable warnings).Id | Should -Be a3, a1
        $warnings | Should -HaveCount 2
        "$($warnings[0])" | Should -Match '\b4\b'
        "$($warnings[1])" | Should -Match '\b2\b'
        foreach ($warning in $warnings) { "$warning" | Should -BeLike "*$bed/state/mempalace-sched/a/history.jsonl*" }
    }

    It 'returns the runs of other schedules if one history cannot be read' {
        Set-History a (Get-HistoryLine a1 (Get-Day 1))
        $null = New-Item -ItemType Directory state/mempalace-sched/b/history.jsonl
        (Get-MempalaceMineHistory -ErrorAction SilentlyContinue -ErrorVariable failed).Id | Should -Be a1
        $failed.FullyQualifiedErrorId | Should -Be 'FileFailed,MempalaceSched.Commands.GetMempalaceMineHistoryCommand'
    }

    It 'shows every property in the list view, with the path of the log at the end' {
        Set-History a (Get-HistoryLine a1 (Get-Day 1))
        $run = Get-MempalaceMineHistory a
        $shown = $run | Format-List | Get-Line | Where-Object { $_ -match '^(\w+)\s+:' } | ForEach-Object { $Matches[1] }
        $shown | Sort-Object | Should -Be ($run.GetType().GetProperties().Name | Sort-Object)
        @($shown)[-1] | Should -Be 'LogPath'
    }

    It 'rejects "<Arguments>" with <Id>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Arguments = 'nope' }
        @{ Id = 'ParameterArgumentTransformationError'; Arguments = '-Since soon' }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = '-Last 0' }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = '-Name $null' }
        @{ Id = 'CannotConvertArgumentNoMessage'; Arguments = '-Outcome Splendid' }
    ) {
        { & ([scriptblock]::Create("Get-MempalaceMineHistory $Arguments")) } | Should -Throw -ErrorId "$Id*"
    }
}
