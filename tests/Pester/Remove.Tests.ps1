Describe 'Remove-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $before = Get-BedFile
        $null = Install-MempalaceSchedule OpenCode
    }

    AfterEach { Exit-Bed }

    It 'removes every file except the history' {
        $null = Install-MempalaceSchedule Pi
        Set-BedFile state/mempalace-sched/mempalace-session/history.jsonl ''
        Get-MempalaceSchedule | Remove-MempalaceSchedule | Should -BeNullOrEmpty
        Get-BedFile | Where-Object { $_ -notlike 'state/mempalace-sched/mempalace-session/history.jsonl *' } | Should -Be $before
        'state/mempalace-sched/mempalace-session/history.jsonl' | Should -Exist
        'config/mempalace-sched' | Should -Not -Exist
    }

    It 'removes the history too with -Purge' {
        Set-BedFile state/mempalace-sched/mempalace-session/logs/x.log ''
        Remove-MempalaceSchedule mempalace-session -Purge
        Get-BedFile | Should -Be $before
        'state/mempalace-sched' | Should -Not -Exist
    }

    It 'purges a schedule although another definition cannot be read' {
        Set-BedFile config/mempalace-sched/broken.json '{'
        Remove-MempalaceSchedule mempalace-session -Purge
        'state/mempalace-sched/mempalace-session' | Should -Not -Exist
    }

    It 'removes only the schedule that is given by <By>' -ForEach @(
        @{ By = 'a filtered pipeline'; Script = { Get-MempalaceSchedule | Where-Object Source -EQ Pi | Remove-MempalaceSchedule } }
        @{ By = 'a name in the pipeline'; Script = { 'mempalace-pi-session' | Remove-MempalaceSchedule } }
        @{ By = 'a wildcard'; Script = { Remove-MempalaceSchedule *-pi-* } }
        @{ By = 'an object with a name'; Script = { [pscustomobject]@{ Name = 'mempalace-pi-session' } | Remove-MempalaceSchedule } }
        @{ By = '-InputObject'; Script = { Remove-MempalaceSchedule -InputObject (Get-MempalaceSchedule mempalace-pi-session) } }
        @{ By = 'a deserialized object'
            Script = {
                $text = [Management.Automation.PSSerializer]::Serialize((Get-MempalaceSchedule *-pi-*))
                [Management.Automation.PSSerializer]::Deserialize($text) | Remove-MempalaceSchedule
            }
        }
    ) {
        $null = Install-MempalaceSchedule Pi
        & $Script
        (Get-MempalaceSchedule).Name | Should -Be 'mempalace-session'
    }

    It 'shows the plan with -WhatIf and removes nothing' {
        $installed, $calls = (Get-BedFile), @(Get-Call -Change).Count
        $plan = (Invoke-Recorded 'Remove-MempalaceSchedule * -Purge -WhatIf').Host
        $plan | Should -BeLike "*delete $bed/config/systemd/user/mempalace-session.timer*"
        $plan | Should -BeLike '*disable --now*'
        Get-BedFile | Should -Be $installed
        Get-Call -Change | Should -HaveCount $calls
    }

    It 'keeps a schedule if the answer to -Confirm is no' {
        $result = Invoke-Recorded 'Remove-MempalaceSchedule mempalace-session -Confirm' -Answer 2
        $result.Host | Should -Match "'mempalace-session'"
        Get-MempalaceSchedule | Should -HaveCount 1
    }

    It 'writes an error for a name that does not exist, and removes the others' {
        Remove-MempalaceSchedule nope, mempalace-session -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -Be 'ScheduleNotFound,MempalaceSched.Commands.RemoveMempalaceScheduleCommand'
        Get-MempalaceSchedule | Should -BeNullOrEmpty
        Remove-MempalaceSchedule nope*
    }

    It 'undoes everything if systemd fails' {
        $installed = Get-BedFile
        Set-BedFile standin/fail-daemon-reload 'no answer'
        { Remove-MempalaceSchedule mempalace-session -Purge } | Should -Throw -ErrorId 'SchedulerCommandFailed,*'
        Get-BedFile | Should -Be $installed
    }

    It 'removes the link of a deleted timer' {
        $units = "$bed/config/systemd/user"
        $null = New-Item -ItemType Directory -Force "$units/timers.target.wants"
        $null = New-Item -ItemType SymbolicLink "$units/timers.target.wants/mempalace-session.timer" -Target "$units/mempalace-session.timer"
        Remove-Item config/systemd/user/mempalace-session.timer
        Remove-MempalaceSchedule mempalace-session
        Get-ChildItem config/systemd/user/timers.target.wants -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'does not purge a schedule while it runs' {
        Set-Running mempalace-session $PID
        { Remove-MempalaceSchedule mempalace-session -Purge } | Should -Throw -ErrorId 'MineRunning,*'
        Remove-MempalaceSchedule mempalace-session
        Get-MempalaceSchedule | Should -BeNullOrEmpty
    }
}
