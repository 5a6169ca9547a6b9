# The stand-in for systemctl stops no process, so the cmdlet must always signal the launcher.
Describe 'Stop-MempalaceMine' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        function Start-Run([string] $Trap = "trap 'exit 1' TERM") {
            # Starts a run that continues until it is stopped.
            Remove-Item waiting -ErrorAction Ignore
            Set-Wait -Before $Trap
            $null = Start-MempalaceMine mempalace-session -NoWait
            Wait-Until { Test-Path waiting } 'the run has begun'
        }

        function Test-Run { Test-Path "/proc/$((Get-Content pid).Trim())" }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $null = Install-MempalaceSchedule OpenCode
    }

    AfterEach {
        Resume-Run
        Exit-Bed
    }

    It 'interrupts a run and returns it with -PassThru' {
        Start-Run
        $run = Stop-MempalaceMine mempalace-session -PassThru
        "$($run.Name) $($run.Outcome) $($run.Reason) $($run.ExitCode)" | Should -Be 'mempalace-session Interrupted stopped 143'
        Get-Call | Should -Contain 'systemctl --user --no-pager stop -- mempalace-session.service'
        (Get-MempalaceMineHistory).Outcome | Should -Be 'Interrupted'
        Wait-Until { -not (Test-Run) } 'the process has ended'
    }

    It 'accepts wildcards and schedules, and returns nothing without -PassThru' {
        Start-Run
        Stop-MempalaceMine * | Should -BeNullOrEmpty
        Start-Run
        Get-MempalaceSchedule | Stop-MempalaceMine | Should -BeNullOrEmpty
        (Get-MempalaceMineHistory).Outcome | Should -Be 'Interrupted', 'Interrupted'
    }

    It 'stops a run although systemd fails' {
        Start-Run
        Set-BedFile standin/fail-stop 'Failed to connect to bus'
        (Stop-MempalaceMine mempalace-session -PassThru).Outcome | Should -Be 'Interrupted'
    }

    It 'writes an error if a schedule that is given by its name does not run' {
        $null = Install-MempalaceSchedule Pi
        Stop-MempalaceMine mempalace-session -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Be 'MineNotRunning,MempalaceSched.Commands.StopMempalaceMineCommand'
        $failed[0].TargetObject | Should -Be 'mempalace-session'
        { Stop-MempalaceMine nope } | Should -Throw -ErrorId 'ScheduleNotFound,*'
        { Stop-MempalaceMine -InputObject (Get-MempalaceSchedule mempalace-session) } | Should -Throw -ErrorId 'MineNotRunning,*'
    }

    It 'ignores schedules that do not run if they come from a wildcard or the pipeline' {
        Stop-MempalaceMine * -PassThru | Should -BeNullOrEmpty
        Get-MempalaceSchedule | Stop-MempalaceMine -PassThru | Should -BeNullOrEmpty
        Get-Call | Where-Object { $_ -like '* stop *' } | Should -BeNullOrEmpty
    }

    It 'stops the run of a schedule that was removed while it ran' {
        Start-Run
        Remove-MempalaceSchedule mempalace-session
        (Stop-MempalaceMine mempalace-session -PassThru).Outcome | Should -Be 'Interrupted'
    }

    It 'stops nothing with -WhatIf' {
        Start-Run
        (Invoke-Recorded 'Stop-MempalaceMine mempalace-session -WhatIf').Host | Should -BeLike 'What if:*mempalace-session*'
        Get-Call | Where-Object { $_ -like '* stop *' } | Should -BeNullOrEmpty
        Test-Run | Should -BeTrue
    }

    It 'writes an error when -TimeOut has passed and the run ignores the signal' {
        Start-Run -Trap "trap '' TERM"
        Stop-MempalaceMine mempalace-session -TimeOut 1s -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Be 'WaitTimedOut,MempalaceSched.Commands.StopMempalaceMineCommand'
        $failed[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        { Stop-MempalaceMine mempalace-session -TimeOut 0 } | Should -Throw -ErrorId 'WaitTimedOut,*'
        { Stop-MempalaceMine mempalace-session -TimeOut 90d } | Should -Throw -ErrorId 'ValueNotRepresentable,*'
        Resume-Run
        Stop-MempalaceMine *
        Wait-Until { Get-MempalaceMineHistory } 'the run has ended'
        (Get-MempalaceMineHistory -Last 1).Outcome | Should -Be 'Interrupted'
    }

    It 'does not signal a process that does not hold the lock' {
        $other = Start-Process sleep 60 -PassThru
        try {
            Set-Running mempalace-session $other.Id
            Set-BedFile state/mempalace-sched/locks/schedule-mempalace-session.lock "$($other.Id) mempalace-session`n"
            { Stop-MempalaceMine mempalace-session } | Should -Throw -ErrorId 'MineNotStopped,*'
            $other.HasExited | Should -BeFalse
        }
        finally { $other.Kill() }
    }
}
