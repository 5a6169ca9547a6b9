Describe 'Repair-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        function New-Orphan {
            # Installs a schedule and deletes its definition.
            $null = Install-MempalaceSchedule OpenCode -Name left-over
            Remove-Item config/mempalace-sched/left-over.json
        }

        # Everything except history, logs and backups.
        function Get-InstalledFile { Get-BedFile | Where-Object { $_ -notlike 'state/*' } }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    Context 'of installed schedules' {
        BeforeEach {
            $null = Install-MempalaceSchedule OpenCode
            $timer = 'config/systemd/user/mempalace-session.timer'
        }

        It 'restores changed and deleted files byte by byte, and returns what it repaired' {
            $null = Install-MempalaceSchedule Pi -At 04:00
            $before = Get-InstalledFile
            Add-Content $timer '# mine'
            Remove-Item data/mempalace-sched/bin/mempalace-session, config/systemd/user/mempalace-pi-session.timer
            (Get-MempalaceSchedule).Health | Should -Be 'Missing', 'Drifted'
            (Get-MempalaceSchedule | Where-Object Health -In Drifted, Missing | Repair-MempalaceSchedule -PassThru).Name |
                Should -Be 'mempalace-pi-session', 'mempalace-session'
            (Get-MempalaceSchedule).Health | Should -Not -BeIn 'Drifted', 'Missing'
            Get-InstalledFile | Should -Be $before
        }

        It 'changes nothing and returns nothing if there is no problem' {
            $null = Install-MempalaceSchedule Pi
            Disable-MempalaceSchedule mempalace-pi-session
            $files, $calls = (Get-BedFile), @(Get-Call -Change).Count
            Repair-MempalaceSchedule -PassThru | Should -BeNullOrEmpty
            Get-BedFile | Should -Be $files
            Get-Call -Change | Should -HaveCount $calls
        }

        It 'keeps the resolved values of the definition' {
            $definition = Get-BedText config/mempalace-sched/mempalace-session.json
            Remove-Item $timer
            $env:MEMPALACE_PALACE_PATH = '/elsewhere'
            $env:PATH = "/usr/sbin:$env:PATH"
            Repair-MempalaceSchedule mempalace-session
            $timer | Should -Exist
            Get-BedText config/mempalace-sched/mempalace-session.json | Should -Be $definition
        }

        It 'stops a timer that runs although the schedule is disabled' {
            Disable-MempalaceSchedule mempalace-session
            Set-BedFile standin/active/mempalace-session.timer ''
            Repair-MempalaceSchedule mempalace-session
            'standin/active/mempalace-session.timer' | Should -Not -Exist
            (Get-MempalaceSchedule).Health | Should -Be 'Disabled'
        }

        It 'replaces a file without the mark of the module only with -Force, and keeps a copy' {
            Set-Content $timer '[Timer]', 'OnCalendar=daily'
            { Repair-MempalaceSchedule } | Should -Throw -ErrorId 'ScheduleExists,*'
            Repair-MempalaceSchedule -Force
            (Get-MempalaceSchedule).Health | Should -Not -Be 'Drifted'
            Get-ChildItem state/mempalace-sched/backups | Should -HaveCount 1
        }

        It 'says how to replace a command that does not exist, and repairs the others' {
            $null = Install-MempalaceSchedule Pi
            Remove-Item bin/mempalace-pi-session, config/systemd/user/mempalace-session.service
            Repair-MempalaceSchedule -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed | Should -HaveCount 1
            $failed[0].FullyQualifiedErrorId | Should -Be 'CommandNotFound,MempalaceSched.Commands.RepairMempalaceScheduleCommand'
            $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*Set-MempalaceSchedule mempalace-pi-session -Command*'
            (Get-MempalaceSchedule).Health | Should -Not -Contain 'Drifted'
            Set-Program other/pi "#!/bin/sh`n"
            Set-MempalaceSchedule mempalace-pi-session -Command "$bed/other/pi"
            (Get-MempalaceSchedule).Health | Should -Not -Contain 'CommandGone'
        }

        It 'says how to replace a definition that cannot be read' {
            Set-BedFile config/mempalace-sched/mempalace-session.json '{'
            Repair-MempalaceSchedule -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'DefinitionUnreadable,*'
            $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Force*'
            $timer | Should -Exist -Because 'a unit whose definition is broken is not an orphan'
        }

        It 'writes an error for a name that does not exist' {
            { Repair-MempalaceSchedule nope } | Should -Throw -ErrorId 'ScheduleNotFound,*'
        }
    }

    It 'replaces the launcher of version 0.1, which contained the whole program, of <State> schedules' -ForEach @(
        @{ State = 'enabled' }, @{ State = 'disabled' }
    ) {
        $null = Install-MempalaceSchedule OpenCode
        if ($State -eq 'disabled') { Disable-MempalaceSchedule mempalace-session }
        $before = Get-InstalledFile
        $launcher, $program = 'data/mempalace-sched/bin/mempalace-session', 'data/mempalace-sched/launcher/launch.sh'
        Copy-Item "$root/tests/fixtures/launcher-0.1/mempalace-session" $launcher
        Remove-Item $program
        (Get-MempalaceSchedule).Health | Should -Not -BeIn 'Drifted', 'Missing' -Because 'the old launcher still works'
        if ($State -eq 'enabled') { (Get-MempalaceSchedule).HealthDetail | Should -Match '\b0\.1\b' }

        (Invoke-Recorded 'Repair-MempalaceSchedule -WhatIf').Host | Should -Match '(?m)^\+\. "\$program"'
        $program | Should -Not -Exist
        (Repair-MempalaceSchedule -PassThru).Name | Should -Be 'mempalace-session'
        (Get-MempalaceSchedule).HealthDetail | Should -Not -Match '\b0\.1\b'
        Get-InstalledFile | Should -Be $before
        (Get-Content $launcher).Count | Should -BeLessOrEqual 60
        (Start-MempalaceMine mempalace-session).Outcome | Should -Be 'Succeeded'
        'state/mempalace-sched/backups' | Should -Not -Exist -Because 'the old launcher carries the mark of the module'
    }

    It 'warns about a problem that it cannot repair, and says what to do' {
        $null = Install-MempalaceSchedule OpenCode -Scheduler Embedded
        Repair-MempalaceSchedule mempalace-session -WarningVariable warnings
        "$warnings" | Should -BeLike '*SchedulerNotRunning*Start-MempalaceScheduler*'
    }

    It 'shows the plan with -WhatIf and changes nothing' {
        $null = Install-MempalaceSchedule OpenCode
        Add-Content config/systemd/user/mempalace-session.timer '# mine'
        New-Orphan
        $files, $calls = (Get-BedFile), @(Get-Call -Change).Count
        $plan = (Invoke-Recorded 'Repair-MempalaceSchedule -WhatIf').Host
        foreach ($part in "'mempalace-session'", '-# mine', "'left-over'") { $plan | Should -BeLike "*$part*" }
        Get-BedFile | Should -Be $files
        Get-Call -Change | Should -HaveCount $calls
    }

    Context 'of orphans' {
        It 'removes an orphan, and nothing else, with <Script>' -ForEach @(
            @{ Script = 'Repair-MempalaceSchedule left-over' }
            @{ Script = 'Get-MempalaceSchedule | Where-Object Health -EQ Orphaned | Repair-MempalaceSchedule' }
            @{ Script = 'Remove-MempalaceSchedule left-over' }
            @{ Script = 'Get-MempalaceSchedule left-over | Remove-MempalaceSchedule' }
            @{ Script = 'Remove-MempalaceSchedule left*' }
        ) {
            $null = Install-MempalaceSchedule OpenCode
            $before = Get-InstalledFile
            New-Orphan
            $orphan = Get-MempalaceSchedule left-over
            "$orphan $($orphan.Health) $($orphan.Scheduler) $($orphan.Source) $($orphan.At) $($orphan.State)" |
                Should -Be 'left-over Orphaned Systemd OpenCode Mon 03:00 Waiting'
            $orphan.NextRun | Should -Not -BeNullOrEmpty
            & ([scriptblock]::Create($Script))
            Get-InstalledFile | Should -Be $before
            'standin/active/left-over.timer' | Should -Not -Exist
            Get-MempalaceSchedule left-* | Should -BeNullOrEmpty
        }

        It 'purges an orphan with its history, but not while it runs' {
            New-Orphan
            Set-Running left-over $PID
            { Remove-MempalaceSchedule left-over -Purge } | Should -Throw -ErrorId 'MineRunning,*'
            Remove-Item state/mempalace-sched/left-over/running
            Remove-MempalaceSchedule left-over -Purge
            'state/mempalace-sched/left-over', 'config/systemd/user/left-over.timer' | Should -Not -Exist
        }

        It 'keeps an orphan if the answer to -Confirm is no' {
            New-Orphan
            (Invoke-Recorded 'Repair-MempalaceSchedule -Confirm' -Answer 2).Host | Should -BeLike "*'left-over'*"
            (Get-MempalaceSchedule).Health | Should -Be 'Orphaned'
        }

        It 'finds an orphan by its launcher alone' {
            New-Orphan
            Remove-Item config/systemd/user/left-over.*
            Get-MempalaceSchedule | ForEach-Object { "$($_.Health) $($_.State)" } | Should -Be 'Orphaned Missing'
            Repair-MempalaceSchedule
            'data/mempalace-sched/bin/left-over' | Should -Not -Exist
        }
    }
}
