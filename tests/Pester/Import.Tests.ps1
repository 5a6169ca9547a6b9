# Imports units that somebody wrote by hand. They come from tests/fixtures/hand-made.
Describe 'Import-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $units = 'config/systemd/user'

        function Set-Unit([string] $Recipe, [string] $Timer = $Recipe, [string] $Service = $Timer, [switch] $Inactive) {
            # Writes a recipe under other names, for the home folder of the bed.
            $text = [IO.File]::ReadAllText("$root/tests/fixtures/hand-made/systemd/$Recipe.timer").Replace('/home/USER', $bed)
            if ($Timer -ne $Service) { $text = $text.Replace("[Timer]`n", "[Timer]`nUnit=$Service.service`n") }
            Set-BedFile "$units/$Timer.timer" $text
            $text = [IO.File]::ReadAllText("$root/tests/fixtures/hand-made/systemd/$Recipe.service").Replace('/home/USER', $bed)
            $text = $text.Replace('.local/share/opencode', 'data/opencode').Replace("ConditionPathExists=%h/data/opencode/opencode.db`n", '')
            Set-BedFile "$units/$Service.service" $text
            if ($Inactive) { return }
            Set-BedFile "standin/active/$Timer.timer" ''
            $null = New-Item -ItemType Directory -Force "$units/timers.target.wants"
        }

        function Get-Change { Get-Call -Change | ForEach-Object { $_ -replace '^systemctl --user --no-pager ' } }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        foreach ($name in 'mempalace-session', 'mempalace-pi-session', 'mempalace') { Set-Program ".local/bin/$name" "#!/bin/sh`n" }
    }

    AfterEach { Exit-Bed }

    It 'replaces units of the same name, with the settings of their drop-ins' {
        Set-Unit mempalace-session
        Set-BedFile "$units/mempalace-session.service.d/override.conf" "[Service]`nEnvironment=A=b MEMPALACE_PATH=%h/p XDG_DATA_HOME=%h/other`n"
        $schedule = Import-MempalaceSchedule
        "$($schedule.Name) $($schedule.Source) $($schedule.State)" | Should -Be 'mempalace-session OpenCode Waiting'
        "$($schedule.At) $($schedule.RandomDelay) $($schedule.TimeLimit) $($schedule.NoCatchUp)" | Should -Be 'Mon 03:00 00:30:00 02:00:00 False'
        "$($schedule.Palace) $($schedule.Environment.A)" | Should -Be "$bed/p b"
        "$($schedule.Command) $($schedule.StorePath)" | Should -Be "$bed/.local/bin/mempalace-session $bed/other/opencode/opencode.db"
        Get-Change | Should -Be 'stop -- mempalace-session.timer', 'enable --now -- mempalace-session.timer'
        "$units/mempalace-session.service.d" | Should -Not -Exist
        Get-BedText "$units/mempalace-session.timer" | Should -BeLike '*X-Mempalace-Schedule=mempalace-session*'
        Get-ChildItem state/mempalace-sched/backups | Should -HaveCount 3
        Get-BedText data/mempalace-sched/bin/mempalace-session | Should -BeLike "*$bed/.local/bin:/usr/local/bin:/usr/bin:/bin*"
        Import-MempalaceSchedule | Should -BeNullOrEmpty
    }

    It 'removes units of other names, and keeps the time of their last run' {
        Set-Unit mempalace-session Weekly mine.me
        Set-Unit mempalace-pi-session nightly
        Set-BedFile data/systemd/timers/stamp-Weekly.timer ''
        $time = [DateTime]::new(2020, 1, 2, 3, 4, 5, [DateTimeKind]::Utc)
        (Get-Item data/systemd/timers/stamp-Weekly.timer).LastWriteTimeUtc = $time
        Import-MempalaceSchedule | ForEach-Object { "$_ $($_.Source)" } | Should -Be 'mempalace-session OpenCode', 'nightly Pi'
        Get-Change | Should -Be 'stop -- Weekly.timer nightly.timer', 'enable --now -- mempalace-session.timer nightly.timer',
        'reset-failed -- Weekly.timer mine.me.service'
        (Get-ChildItem data/systemd/timers).Name | Should -Be 'stamp-mempalace-session.timer'
        (Get-Item data/systemd/timers/stamp-mempalace-session.timer).LastWriteTimeUtc | Should -Be $time
        (Get-ChildItem $units -File).Name | Sort-Object | Should -Be 'mempalace-session.service', 'mempalace-session.timer', 'nightly.service', 'nightly.timer'
    }

    It 'removes units that duplicate an existing schedule only with -Force' {
        Set-Unit mempalace-session Weekly mine.me
        $null = Import-MempalaceSchedule
        Set-Unit mempalace-session Weekly mine.me
        Import-MempalaceSchedule -WarningVariable warnings | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*mempalace-session*'
        (Import-MempalaceSchedule -Force).Name | Should -Be 'mempalace-session'
        (Get-ChildItem $units -File).Name | Sort-Object | Should -Be 'mempalace-session.service', 'mempalace-session.timer'
    }

    It 'replaces a different schedule of the same name only with -Force' {
        $null = Install-MempalaceSchedule Pi -Name mine
        Set-Unit mempalace-session mine -Inactive
        Import-MempalaceSchedule -WarningVariable warnings | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "*'mine'*"
        $schedule = Import-MempalaceSchedule -Force
        "$schedule $($schedule.Source)" | Should -Be 'mine OpenCode'
    }

    It 'turns a command in a container into a schedule of that container' {
        Set-Program docker ([IO.File]::ReadAllText("$root/tests/beds/docker-standin.sh"))
        Set-BedFile standin/containers/opencode-devbox 'running'
        Set-Program standin/inside/.local/bin/mempalace-session "#!/bin/sh`n"
        Set-Unit mempalace-session-devbox
        $schedule = Import-MempalaceSchedule
        "$schedule $($schedule.Source) $($schedule.At) $($schedule.State)" | Should -Be 'mempalace-session-devbox OpenCode Mon 03:00 Waiting'
        "$($schedule.Target) $($schedule.ContainerEngine) $($schedule.Command)" | Should -Be "opencode-devbox (developer) $bed/bin/docker mempalace-session"
        $schedule.Environment.Count | Should -Be 0
        Get-BedText "$units/mempalace-session-devbox.timer" | Should -BeLike '*X-Mempalace-Schedule=mempalace-session-devbox*'
    }

    It 'changes nothing while the container engine does not run' {
        Set-Program docker ([IO.File]::ReadAllText("$root/tests/beds/docker-standin.sh"))
        Set-BedFile standin/fail-docker 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
        Set-Unit mempalace-session-devbox
        $before = Get-BedFile
        { Import-MempalaceSchedule } | Should -Throw -ErrorId 'EngineUnavailable,*'
        Get-BedFile | Should -Be $before
    }

    It 'undoes everything if <Case>' -ForEach @(
        @{ Case = 'a timer cannot be enabled'; File = 'fail-enable'; Id = 'SchedulerCommandFailed' }
        @{ Case = 'a timer cannot be stopped'; File = 'fail-stop'; Id = 'SchedulerCommandFailed' }
        @{ Case = 'systemd names no next run'; File = 'next'; Id = 'InstallNotVerified' }
    ) {
        Set-Unit mempalace-session
        Set-Unit mempalace-pi-session other
        Set-BedFile data/systemd/timers/stamp-other.timer ''
        Set-BedFile "$units/other.timer.d/a.conf" "[Timer]`nOnCalendar=Thu 03:00`n"
        $null = New-Item -ItemType SymbolicLink "$units/timers.target.wants/other.timer" -Target "$bed/$units/other.timer"
        $before = Get-BedFile
        Set-BedFile "standin/$File" 'n/a'
        { Import-MempalaceSchedule } | Should -Throw -ErrorId "$Id,*"
        Get-BedFile | Should -Be $before
    }

    It 'shows the differences with -WhatIf and writes nothing' {
        Set-Unit mempalace-session mine
        $before = Get-BedFile
        $result = Invoke-Recorded 'Import-MempalaceSchedule -WhatIf'
        $result.Output | Should -BeNullOrEmpty
        foreach ($part in 'What if:', "'mine'", 'stop -- mine.timer', '-RandomizedDelaySec=30m', '+RandomizedDelaySec=1800s',
            '+X-Mempalace-Schedule=mine', 'enable --now -- mine.timer') {
            $result.Host | Should -BeLike "*$part*"
        }
        Get-Call -Change | Should -BeNullOrEmpty
        Get-BedFile | Should -Be $before
    }

    It 'leaves a unit that it does not understand unchanged, with a warning that gives the reason' {
        Set-Unit mempalace-session
        Set-BedFile "$units/mempalace-session.timer.d/more.conf" "[Timer]`nOnBootSec=10min`n"
        Set-Unit mempalace-pi-session
        $before = Get-BedText "$units/mempalace-session.timer"
        (Import-MempalaceSchedule -WarningVariable warnings).Name | Should -Be 'mempalace-pi-session'
        @($warnings | Where-Object { "$_" -like "*$bed/$units/mempalace-session.timer*OnBootSec*" }) | Should -HaveCount 1
        Get-BedText "$units/mempalace-session.timer" | Should -Be $before
    }

    It 'imports an inactive timer as a disabled schedule' {
        Set-Unit mempalace-session -Inactive
        $schedule = Import-MempalaceSchedule
        "$schedule $($schedule.Enabled) $($schedule.State)" | Should -Be 'mempalace-session False Disabled'
        Get-Change | Where-Object { $_ -like 'enable --now *' } | Should -BeNullOrEmpty
    }

    It 'imports only the names that are given and confirmed' {
        foreach ($name in 'mine-a', 'mine-b', 'other') { Set-Unit mempalace-session $name }
        (Invoke-Recorded 'Import-MempalaceSchedule -Name mine-* -Confirm | ForEach-Object Name' -Answer 2, 0).Output | Should -Be 'mine-b'
        Get-ChildItem $units -Filter *.timer | Where-Object { (Get-Content $_ -Raw) -notmatch 'X-Mempalace' } | ForEach-Object Name |
            Should -Be 'mine-a.timer', 'other.timer'
        Get-Change | Should -Be 'stop -- mine-b.timer', 'enable --now -- mine-b.timer'
    }

    It 'rejects "<Arguments>" with <Id> and changes nothing if the program is missing' -ForEach @(
        @{ Id = 'CommandNotFound'; Category = 'ObjectNotFound'; Arguments = '' }
        @{ Id = 'SchedulerUnavailable'; Category = 'ResourceUnavailable'; Arguments = '-Scheduler Launchd' }
    ) {
        Set-Unit mempalace-session
        Remove-Item .local/bin/mempalace-session
        $before = Get-BedFile
        . ([scriptblock]::Create("Import-MempalaceSchedule $Arguments -ErrorAction SilentlyContinue -ErrorVariable failed"))
        $failed[0].FullyQualifiedErrorId | Should -Be "$Id,MempalaceSched.Commands.ImportMempalaceScheduleCommand"
        $failed[0].CategoryInfo.Category | Should -Be $Category
        Get-BedFile | Should -Be $before
    }
}
