Describe 'Start-MempalaceMine' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        function Get-LastOutcome([string] $Name = '*') { "$((Get-MempalaceSchedule $Name).LastOutcome)" }
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

    Context 'with an installed schedule' {
        BeforeEach { $null = Install-MempalaceSchedule OpenCode }

        It 'returns the run' {
            $run = Start-MempalaceMine mempalace-session
            "$($run.Name) $($run.Outcome) $($run.Filed) $($run.Trigger)" | Should -Be 'mempalace-session Succeeded 6 manual'
            Get-LastOutcome | Should -Be 'Succeeded'
            (Get-MempalaceSchedule | Start-MempalaceMine).Outcome | Should -Be 'NothingNew'
        }

        It 'shows the progress of the run, and its output with -Verbose' {
            $result = Invoke-Recorded 'Start-MempalaceMine mempalace-session -Verbose'
            $result.Verbose | Should -Contain 'Mining 1 of 2: one'
            $progress = $result.Progress | Where-Object Activity -Like '*mempalace-session*'
            $progress | Where-Object PercentComplete -EQ 50 | ForEach-Object StatusDescription | Should -Contain 'Mining 1 of 2: one'
            ($progress | Where-Object PercentComplete -EQ 100)[-1].StatusDescription | Should -BeLike '*Drawers filed: 6'
            $progress[-1].RecordType | Should -Be 'Completed'
        }

        It 'returns a failed run with its exit code and its last line' {
            Set-Program mempalace-session "#!/bin/sh`necho broken`nexit 4`n"
            $run = Start-MempalaceMine mempalace-session
            "$($run.Outcome) $($run.ExitCode) $($run.Reason)" | Should -Be 'Failed 4 exit 4: broken'
        }

        It 'stops waiting on Ctrl+C, and the run continues' {
            Set-Wait
            $result = Invoke-Recorded 'Start-MempalaceMine mempalace-session' -StopWhen "$bed/waiting"
            $result.Stopped | Should -BeTrue
            $result.SecondsToStop | Should -BeLessThan 10
            Get-LastOutcome | Should -Be 'Running'
            Resume-Run
            Wait-Until { (Get-LastOutcome) -eq 'Succeeded' } 'the run has succeeded'
        }

        It 'writes an error when -TimeOut has passed, and the run continues' {
            Set-Wait
            Start-MempalaceMine mempalace-session -TimeOut 1s -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed[0].FullyQualifiedErrorId | Should -Be 'WaitTimedOut,MempalaceSched.Commands.StartMempalaceMineCommand'
            $failed[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
            Wait-Until { Test-Path waiting } 'the run has begun'
            (Start-MempalaceMine mempalace-session).Outcome | Should -Be 'Busy'
            Resume-Run
            Wait-Until { (Get-LastOutcome) -eq 'Succeeded' } 'the run has succeeded'
        }

        It 'returns at once with -NoWait, and the run continues' {
            Set-Wait
            (Start-MempalaceMine mempalace-session -NoWait).Outcome | Should -Be 'Running'
            Get-Call | Should -Contain 'systemctl --user --no-pager start --no-block -- mempalace-session.service'
            Resume-Run
            Wait-Until { (Get-LastOutcome) -eq 'Succeeded' } 'the run has succeeded'
        }

        It 'writes the lines of a dry run and changes nothing' {
            $files = Get-BedFile
            $lines = Start-MempalaceMine mempalace-session -DryRun
            $lines | Should -BeOfType ([string])
            $lines | Should -Contain '  [NEW] one'
            $lines[-1] | Should -Be '--dry-run: a real run would file 2.'
            Get-BedFile | Should -Be $files
            Get-MempalaceMineHistory | Should -BeNullOrEmpty
        }

        It 'writes an error if the launcher starts no run' {
            Set-BedFile data/mempalace-sched/bin/mempalace-session "exit 0`n"
            { Start-MempalaceMine mempalace-session } | Should -Throw -ErrorId 'MineNotStarted,*'
        }

        It 'returns a skipped run without a store, which stays in the history and in the health' {
            Remove-Item data/opencode/opencode.db
            $run = Start-MempalaceMine mempalace-session
            "$($run.Outcome) $($run.Reason)" | Should -BeLike 'Skipped nothing to mine: */opencode.db does not exist'
            (Get-MempalaceMineHistory).Outcome | Should -Be 'Skipped'
            Set-MempalaceSchedule mempalace-session -TimeLimit 3h
            "$((Get-MempalaceSchedule).Health)" | Should -Be 'StoreMissing'
        }

        It 'starts nothing with -WhatIf' {
            $files, $calls = (Get-BedFile), @(Get-Call).Count
            (Invoke-Recorded 'Get-MempalaceSchedule | Start-MempalaceMine -WhatIf').Host | Should -BeLike 'What if:*mempalace-session*'
            Get-BedFile | Should -Be $files
            Get-Call -Change | Where-Object { $_ -like '* start *' } | Should -BeNullOrEmpty
        }
    }

    It 'does not wait for the -OnSuccess program under <Scheduler>' -ForEach @(@{ Scheduler = 'Systemd' }, @{ Scheduler = 'Embedded' }) {
        Set-Program slow-hook "#!/bin/sh`nuntil [ -e '$bed/go-on' ] || [ ! -d '$bed' ]; do sleep 0.05; done`n: >'$bed/hooked'`n"
        $null = Install-MempalaceSchedule OpenCode -Scheduler $Scheduler -OnSuccess slow-hook
        (Start-MempalaceMine mempalace-session).Outcome | Should -Be 'Succeeded'
        'hooked' | Should -Not -Exist
        Resume-Run
        Wait-Until { Test-Path hooked } 'the program has run'
    }

    It 'does not end the run when it stops waiting under <Scheduler>' -ForEach @(@{ Scheduler = 'Systemd' }, @{ Scheduler = 'Embedded' }) {
        Set-Wait
        $null = Install-MempalaceSchedule Custom -Name slow -Command mempalace-session -Scheduler $Scheduler
        { Start-MempalaceMine slow -TimeOut 1s } | Should -Throw -ErrorId 'WaitTimedOut,*'
        Resume-Run
        Wait-Until { (Get-LastOutcome) -eq 'Succeeded' } 'the run has succeeded'
    }

    It 'rejects "<Arguments>" with <Id>' -ForEach @(
        @{ Id = 'DryRunNotSupported'; Arguments = 'mempalace-custom -DryRun' }
        @{ Id = 'LauncherMissing'; Arguments = 'mempalace-pi-session -DryRun' }
        @{ Id = 'DryRunFailed'; Arguments = 'mempalace-session -DryRun' }
        @{ Id = 'ValueNotRepresentable'; Arguments = "mempalace-session -TimeOut '-00:00:05'" }
        @{ Id = 'ValueNotRepresentable'; Arguments = 'mempalace-session -TimeOut 90d' }
        @{ Id = 'SchedulerCommandFailed'; Arguments = 'mempalace-session' }
        @{ Id = 'ScheduleNotFound'; Arguments = 'nope' }
    ) {
        $null = Install-MempalaceSchedule OpenCode, Pi
        $null = Install-MempalaceSchedule Custom -Command mempalace
        Remove-Item data/mempalace-sched/bin/mempalace-pi-session
        Set-Program mempalace-session "#!/bin/sh`nexit 2`n"
        Set-BedFile standin/fail-start 'refused'
        { & ([scriptblock]::Create("Start-MempalaceMine $Arguments")) } | Should -Throw -ErrorId "$Id,MempalaceSched.Commands.StartMempalaceMineCommand"
        'state/mempalace-sched/mempalace-session/request' | Should -Not -Exist
    }
}
