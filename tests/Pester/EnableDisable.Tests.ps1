Describe 'Enable- and Disable-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $null = Install-MempalaceSchedule OpenCode -At 'Fri 04:00'
    }

    AfterEach { Exit-Bed }

    It 'disables a schedule, keeps its definition, and enables it again' {
        $null = Install-MempalaceSchedule Pi
        Disable-MempalaceSchedule mempalace-session | Should -BeNullOrEmpty
        @(Get-Call -Change)[-1] | Should -Be 'systemctl --user --no-pager disable --now -- mempalace-session.timer'
        $disabled = Get-MempalaceSchedule mempalace-session
        "$($disabled.State) $($disabled.Enabled) $($disabled.Health)" | Should -Be 'Disabled False Disabled'
        $disabled.NextRun | Should -BeNullOrEmpty
        (Get-MempalaceSchedule mempalace-pi-session).State | Should -Be 'Waiting'

        $enabled = Enable-MempalaceSchedule mempalace-session -PassThru
        "$($enabled.State) $($enabled.Enabled) $($enabled.At)" | Should -Be 'Waiting True Fri 04:00'
        $enabled.Health | Should -BeIn 'Healthy', 'LingerOff'
        $enabled.NextRun | Should -BeOfType ([DateTimeOffset])
    }

    It 'shows a disabled schedule in the table' {
        $line = (Disable-MempalaceSchedule mempalace-session -PassThru | Format-Table | Get-Line)[-1]
        $line | Should -Match '^mempalace-session\s+OpenCode\s+.*Fri 04:00\s+Disabled\s*$'
    }

    It 'changes nothing when it is repeated' {
        Disable-MempalaceSchedule mempalace-session
        $calls = @(Get-Call -Change).Count
        Disable-MempalaceSchedule mempalace-session
        Get-Call -Change | Should -HaveCount $calls
        Enable-MempalaceSchedule mempalace-session
        Enable-MempalaceSchedule mempalace-session
        Get-Call -Change | Should -HaveCount ($calls + 1)
    }

    It 'changes a whole pipeline with one command' {
        $null = Install-MempalaceSchedule Pi, Claude
        $calls = @(Get-Call -Change).Count
        Get-MempalaceSchedule | Disable-MempalaceSchedule
        Get-Call -Change | Should -HaveCount ($calls + 1)
        (Get-MempalaceSchedule).Enabled | Should -Be $false, $false, $false
        Get-MempalaceSchedule | Enable-MempalaceSchedule
        Get-Call -Change | Should -HaveCount ($calls + 2)
    }

    It 'keeps a schedule disabled when Set changes it, and enables it when Install repeats it' {
        Disable-MempalaceSchedule mempalace-session
        Set-MempalaceSchedule mempalace-session -At 05:00
        (Get-MempalaceSchedule).State | Should -Be 'Disabled'
        (Install-MempalaceSchedule OpenCode).State | Should -Be 'Waiting'
    }

    It 'allows a disabled schedule to be started by hand and to be removed' {
        Disable-MempalaceSchedule mempalace-session
        (Start-MempalaceMine mempalace-session).Outcome | Should -Be 'Succeeded'
        Remove-MempalaceSchedule mempalace-session
        Get-MempalaceSchedule | Should -BeNullOrEmpty
    }

    It 'does not catch up on runs that were missed while the schedule was disabled' {
        Disable-MempalaceSchedule mempalace-session
        Set-BedFile data/systemd/timers/stamp-mempalace-session.timer ''
        $before = [DateTimeOffset]::Now.AddSeconds(-1)
        Enable-MempalaceSchedule mempalace-session
        'data/systemd/timers/stamp-mempalace-session.timer' | Should -Not -Exist
        $occurrence = [DateTimeOffset]::Parse((Get-Content state/mempalace-sched/mempalace-session/occurrence))
        $occurrence | Should -BeGreaterThan $before
        $occurrence | Should -Not -BeGreaterThan ([DateTimeOffset]::Now)
    }

    It 'undoes the change if systemd fails' {
        Set-BedFile standin/fail-disable 'no'
        { Disable-MempalaceSchedule mempalace-session } | Should -Throw -ErrorId 'SchedulerCommandFailed,*'
        $schedule = Get-MempalaceSchedule
        "$($schedule.State) $($schedule.Enabled)" | Should -Be 'Waiting True'
    }

    It 'keeps a timer running that another process enables in the meantime' {
        Disable-MempalaceSchedule mempalace-session
        Set-BedFile standin/fail-enable 'no'
        Set-BedFile standin/after-show ': >"$STANDIN/active/mempalace-session.timer"'
        { Enable-MempalaceSchedule mempalace-session } | Should -Throw -ErrorId 'SchedulerCommandFailed,*'
        'standin/active/mempalace-session.timer' | Should -Exist
    }

    It 'shows the change with -WhatIf and changes nothing: <Verb>' -ForEach @(
        @{ Verb = 'Disable'; Plan = '"enabled": false', 'disable --now' }
        @{ Verb = 'Enable'; Plan = '"enabled": true', 'enable --now' }
    ) {
        if ($Verb -eq 'Enable') { Disable-MempalaceSchedule mempalace-session }
        $before, $calls = (Get-BedFile), @(Get-Call -Change).Count
        $shown = (Invoke-Recorded "$Verb-MempalaceSchedule mempalace-session -WhatIf").Host
        foreach ($part in $Plan) { $shown | Should -BeLike "*$part*" }
        Get-BedFile | Should -Be $before
        Get-Call -Change | Should -HaveCount $calls
    }

    It 'writes an error for a name that does not exist: <Verb>' -ForEach @(@{ Verb = 'Enable' }, @{ Verb = 'Disable' }) {
        { & "$Verb-MempalaceSchedule" nope } | Should -Throw -ErrorId 'ScheduleNotFound,*'
    }
}
