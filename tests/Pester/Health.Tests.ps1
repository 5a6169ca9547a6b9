Describe 'The health of a schedule' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        function Get-Health { (Get-MempalaceSchedule -ErrorAction SilentlyContinue).Health }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $null = Install-MempalaceSchedule OpenCode
        $timer = "$bed/config/systemd/user/mempalace-session.timer"
        $definition = Get-Item config/mempalace-sched/mempalace-session.json
    }

    AfterEach { Exit-Bed }

    It 'is Drifted, with the file and the cmdlet that repairs it, after a file was changed' {
        Add-Content $timer '# mine'
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Drifted'
        $schedule.HealthDetail | Should -BeLike "*'$timer'*Repair-MempalaceSchedule mempalace-session*"
        Get-MempalaceSchedule -Verbose 4>&1 | Out-String | Should -Match '(?m)^-# mine'
    }

    It 'is Drifted after <File> was deleted' -ForEach @(
        @{ File = 'data/mempalace-sched/bin/mempalace-session' }
        @{ File = 'config/systemd/user/mempalace-session.service' }
    ) {
        Remove-Item $File
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Drifted'
        $schedule.HealthDetail | Should -BeLike "*'$bed/$File'*"
    }

    It 'is Drifted after the permissions of a file were changed' {
        chmod 600 $timer
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Drifted'
        $schedule.HealthDetail | Should -Match 'permissions'
    }

    It 'is Drifted after the definition was edited by hand' {
        Set-BedFile config/mempalace-sched/mempalace-session.json (Get-BedText config/mempalace-sched/mempalace-session.json).Replace('02:00:00', '01:00:00')
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Drifted'
        $schedule.HealthDetail | Should -BeLike '*/bin/mempalace-session*'
    }

    It 'is Drifted if <Case>, although no file was changed' -ForEach @(
        @{ Case = 'the unit file of an active timer is disabled'; File = 'unit-file-state'; Text = 'disabled' }
        @{ Case = 'systemd has loaded an older version'; File = 'need-reload'; Text = 'yes' }
    ) {
        Set-BedFile "standin/$File" $Text
        Get-Health | Should -Be 'Drifted'
    }

    It 'is Drifted if a disabled timer runs, and Disabled if an enabled timer is stopped' {
        Disable-MempalaceSchedule mempalace-session
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Disabled'
        $schedule.HealthDetail | Should -BeLike '*Enable-MempalaceSchedule*'
        Set-BedFile standin/active/mempalace-session.timer ''
        Get-Health | Should -Be 'Drifted'
        Enable-MempalaceSchedule mempalace-session
        Remove-Item standin/active/mempalace-session.timer
        Get-Health | Should -Be 'Disabled'
    }

    It 'is Missing after the timer was deleted, and also mentions the drift' {
        Remove-Item $timer
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Missing'
        $schedule.HealthDetail | Should -BeLike '*Repair-*Drifted*'
    }

    It 'is CommandGone, with the path, if the command cannot be run' {
        chmod 400 bin/mempalace-session
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'CommandGone'
        $schedule.HealthDetail | Should -BeLike "*'$bed/bin/mempalace-session'*"
    }

    It 'is Failing after three failures in a row, until a run succeeds' {
        Set-Program mempalace-session "#!/bin/sh`necho broken`nexit 4`n"
        $null = 1..2 | ForEach-Object { Start-MempalaceMine mempalace-session }
        Get-Health | Should -Not -Be 'Failing'
        $null = Start-MempalaceMine mempalace-session
        $schedule = Get-MempalaceSchedule
        $schedule.Health | Should -Be 'Failing'
        $schedule.HealthDetail | Should -BeLike '*3*Failed*exit 4: broken*'
        Set-Program mempalace-session "#!/bin/sh`necho 'Drawers filed: 1'`n"
        $null = Start-MempalaceMine mempalace-session
        Get-Health | Should -Not -Be 'Failing'
    }

    It 'is Overdue if no run has succeeded for longer than the calendar allows' {
        $definition.LastWriteTimeUtc = [DateTime]::UtcNow.AddDays(-7)
        Get-Health | Should -Not -Be 'Overdue'
        $definition.LastWriteTimeUtc = [DateTime]::UtcNow.AddDays(-8)
        Get-Health | Should -Be 'Overdue'
        $null = Start-MempalaceMine mempalace-session
        Get-Health | Should -Not -Be 'Overdue'
    }

    It 'is Unknown if systemd does not answer, unless the files show a problem' {
        $null = Install-MempalaceSchedule Pi
        Remove-Item bin/mempalace-pi-session
        Set-BedFile standin/fail-show 'Failed to connect to bus'
        Get-Health | Should -Be 'CommandGone', 'Unknown'
    }

    It 'is SchedulerNotRunning if no embedded scheduler runs' {
        $null = Install-MempalaceSchedule OpenCode -Name own -Scheduler Embedded
        (Get-MempalaceSchedule own).Health | Should -Be 'SchedulerNotRunning'
    }

    It 'is shown by Format-List with its detail' {
        Remove-Item data/mempalace-sched/bin/mempalace-session
        $list = Get-MempalaceSchedule mempalace-session | Format-List | Get-Line
        $list -match '^Health\s+: Drifted' | Should -HaveCount 1
        $list -match '^HealthDetail\s+: .+Repair-MempalaceSchedule mempalace-session' | Should -HaveCount 1
    }
}
