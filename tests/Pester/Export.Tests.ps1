Describe 'Export-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        # The schedules of both wrappers and of a container, for three schedulers.
        $everything = @(
            'README.md'
            foreach ($name in 'mempalace-session', 'mempalace-pi-session', 'mempalace-session-devbox') {
                foreach ($scheduler in 'systemd', 'launchd', 'cron') { "$scheduler/$name", "$scheduler/$name.json" }
                "systemd/$name.service", "systemd/$name.timer", "launchd/se.jordbo.$name.plist", "cron/$name.cron"
            }
        ) | ForEach-Object { $_ } | Sort-Object

        function Get-ExportedFile([string] $Folder = 'out') {
            Get-ChildItem $Folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath("$PWD/$Folder", $_.FullName) } |
                Where-Object { $_ -notlike '*launch.sh' } | Sort-Object
        }

        function Get-Definition([string] $Name) { Get-BedText "out/$Name.json" | ConvertFrom-Json }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'writes the files of every common schedule, and installs nothing' {
        Set-Program docker "#!/bin/sh`n"
        Export-MempalaceSchedule out -WarningVariable warnings | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        Get-ExportedFile | Should -Be $everything
        Get-Call | Should -BeNullOrEmpty
        'config' | Should -Not -Exist
        foreach ($file in $everything) {
            $mode = switch -Wildcard ($file) { '*.json' { '-rw-------'; break } '*.*' { '-rw-r--r--'; break } default { '-rwxr-xr-x' } }
            (Get-Item "out/$file").UnixMode | Should -Be $mode -Because $file
        }
        Get-BedText out/systemd/mempalace-session-devbox | Should -BeLike "*'opencode-devbox'*"
    }

    It 'writes the same bytes as an install' {
        $settings = @{
            Source = 'OpenCode'; At = 'Mon,Thu 04:30'; Wing = 'a b'; NoRepair = $true; Environment = @{ A = "it's" }; ArgumentList = '--x', ''
        }
        Export-MempalaceSchedule out -Scheduler Systemd @settings
        $null = Install-MempalaceSchedule @settings
        foreach ($file in 'config/mempalace-sched/mempalace-session.json', 'data/mempalace-sched/bin/mempalace-session',
            'config/systemd/user/mempalace-session.service', 'config/systemd/user/mempalace-session.timer') {
            $exported = Get-Item "out/systemd/$(Split-Path $file -Leaf)"
            (Get-FileHash $exported).Hash | Should -Be (Get-FileHash $file).Hash -Because $file
            $exported.UnixMode | Should -Be (Get-Item $file).UnixMode -Because $file
        }
    }

    It 'writes files for a Mac that contain no path of this machine' {
        Export-MempalaceSchedule out -Scheduler Launchd -TargetHome /Users/kim
        foreach ($file in Get-ExportedFile) { Get-BedText "out/$file" | Should -Not -BeLike "*$bed*" -Because $file }
        $definition = Get-Definition launchd/mempalace-session
        $definition.command[0] | Should -Be '/Users/kim/.local/bin/mempalace-session'
        $definition.palace | Should -Be '/Users/kim/.mempalace/palace'
        $definition.store.path | Should -Be '/Users/kim/.local/share/opencode/opencode.db'
        $plist = Get-BedText out/launchd/se.jordbo.mempalace-session.plist
        $plist | Should -BeLike '*<string>/Users/kim/.local/share/mempalace-sched/bin/mempalace-session</string>*'
        $plist | Should -BeLike '*/opt/homebrew/bin:/usr/local/bin:*'
    }

    It 'resolves ~ against the home folder of the target' {
        $settings = @{ Source = 'Custom'; Name = 'mine-notes'; Command = '~/bin/mine', '--all'; Palace = '~/p'; At = 'daily' }
        Export-MempalaceSchedule out -Scheduler Launchd, Cron -TargetHome /Users/kim @settings
        foreach ($scheduler in 'launchd', 'cron') {
            $definition = Get-Definition "$scheduler/mine-notes"
            $definition.command | Should -Be '/Users/kim/bin/mine', '--all'
            $definition.palace | Should -Be '/Users/kim/p'
        }
    }

    It 'warns once if a program must still be installed, and uses its usual path' {
        Remove-Item bin/mempalace-session
        Export-MempalaceSchedule out -Scheduler Systemd, Cron -Source OpenCode -WarningVariable warnings
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*'$bed/.local/bin/mempalace-session'*"
        Get-BedText out/cron/mempalace-session.json | Should -BeLike "*$bed/.local/bin/mempalace-session*"
    }

    It 'writes the files of the other schedulers if one cannot express the recurrence' {
        Export-MempalaceSchedule out -Source Pi -At 'Fri *-*-13 03:00' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeLike 'RecurrenceNotSupported,*'
        $failed | Should -HaveCount 2
        Get-ExportedFile | Should -Be 'README.md', 'systemd/mempalace-pi-session', 'systemd/mempalace-pi-session.json',
        'systemd/mempalace-pi-session.service', 'systemd/mempalace-pi-session.timer'
        Get-BedText out/README.md | Should -Not -Match 'launchctl'
    }

    It 'overwrites different files only with -Force' {
        Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd
        $before = Get-BedFile
        Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd
        Get-BedFile | Should -Be $before
        { Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd -At 05:00 } | Should -Throw -ErrorId 'FileExists,*'
        $plan = (Invoke-Recorded 'Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd -At 05:00 -Force -WhatIf').Host
        $plan | Should -Match '(?m)^-OnCalendar=Mon 03:00'
        Get-BedFile | Should -Be $before
        Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd -At 05:00 -Force
        Get-BedText out/systemd/mempalace-session.timer | Should -Match '(?m)^OnCalendar=05:00$'
    }

    It 'writes no file if one cannot be written' {
        Set-BedFile out/cron 'a file where a folder must be created'
        $before = Get-BedFile
        { Export-MempalaceSchedule out } | Should -Throw
        Get-BedFile | Should -Be $before
    }

    It 'names every file with -WhatIf and writes nothing' {
        $plan = (Invoke-Recorded 'Export-MempalaceSchedule out -WhatIf').Host
        'out' | Should -Not -Exist
        foreach ($file in $everything) { $plan | Should -BeLike "*$bed/out/$file*" }
    }

    It 'returns the files with -PassThru' {
        Export-MempalaceSchedule out -PassThru | ForEach-Object { [IO.Path]::GetRelativePath("$bed/out", $_.FullName) } |
            Where-Object { $_ -notlike '*launch.sh' } | Sort-Object | Should -Be $everything
    }

    It 'writes commands into the README that work in the home folder <Folder> under <Scheduler>' -ForEach @(
        @{ Folder = "it's `$HOME"; Scheduler = 'systemd'; Heading = 'Install under systemd' }
        @{ Folder = 'a "b" `c` 100% é'; Scheduler = 'systemd'; Heading = 'Install under systemd' }
        @{ Folder = '-n *?[x]; & | \ # ~'; Scheduler = 'systemd'; Heading = 'Install under systemd' }
        @{ Folder = '-n *?[x]; & | # ~ <é> 100%'; Scheduler = 'launchd'; Heading = 'Install under launchd' }
        @{ Folder = "it's `$HOME ``c``"; Scheduler = 'embedded'; Heading = 'Install under the embedded scheduler' }
    ) {
        foreach ($program in 'systemctl', 'launchctl') { Set-Program "true/$program" "#!/bin/sh`n" }
        $target = "$bed/$Folder"
        Export-MempalaceSchedule out -Source Pi -Scheduler $Scheduler -TargetHome $target
        sh "$root/tests/beds/readme-block.sh" "$bed/out/README.md" $Heading > commands
        Get-BedText commands | Should -Not -BeNullOrEmpty
        sh -c 'cd out && PATH=$1/true:/usr/bin:/bin sh -e "$1/commands" 2>&1' - $bed | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        # Get-Item would treat a backslash in the name as a slash.
        $launcher = "$target/.local/share/mempalace-sched/bin/mempalace-pi-session"
        [IO.File]::ReadAllText($launcher) | Should -Be (Get-BedText "out/$Scheduler/mempalace-pi-session")
        [Convert]::ToString([int] [IO.File]::GetUnixFileMode($launcher), 8) | Should -Be '755'
        $definition = "$target/.config/mempalace-sched/mempalace-pi-session.json"
        [Convert]::ToString([int] [IO.File]::GetUnixFileMode($definition), 8) | Should -Be '600'
        sh -n $launcher
        $LASTEXITCODE | Should -Be 0
    }

    It 'writes installed schedules as they are, given by <By>' -ForEach @(
        @{ By = 'the pipeline'; Script = { Get-MempalaceSchedule | Export-MempalaceSchedule out } }
        @{ By = 'a wildcard'; Script = { Export-MempalaceSchedule out -Name 'mempalace-*' } }
        @{ By = '-InputObject'; Script = { Export-MempalaceSchedule out -InputObject (Get-MempalaceSchedule) } }
    ) {
        $null = Install-MempalaceSchedule OpenCode -At 'Sun 05:00' -Wing w
        $null = Install-MempalaceSchedule Pi -NoCatchUp
        Disable-MempalaceSchedule mempalace-pi-session
        & $Script
        Get-ExportedFile | Should -Be ($everything | Where-Object { $_ -match '^(README|systemd)' -and $_ -notmatch 'devbox' })
        Get-BedText out/systemd/mempalace-session.json | Should -Be (Get-BedText config/mempalace-sched/mempalace-session.json)
        (Get-Definition systemd/mempalace-pi-session).enabled | Should -BeTrue
    }

    It 'writes only the selected schedules' {
        $null = Install-MempalaceSchedule OpenCode, Pi
        Get-MempalaceSchedule mempalace-session | Export-MempalaceSchedule out
        Get-ExportedFile | Should -Not -Match 'pi-session'
    }

    It 'converts an installed schedule to another scheduler and home folder, with other settings' {
        $null = Install-MempalaceSchedule OpenCode -At 'Sun 05:00' -Palace p
        Get-MempalaceSchedule | Export-MempalaceSchedule out -Scheduler Launchd -TargetHome /Users/kim -Wing w
        $definition = Get-Definition launchd/mempalace-session
        "$($definition.scheduler) $($definition.at) $($definition.wing) $($definition.palace) $($definition.command)" |
            Should -Be 'Launchd Sun 05:00 w /Users/kim/p /Users/kim/bin/mempalace-session'
    }

    It 'accepts sources with settings from the pipeline' {
        [pscustomobject]@{ Source = 'Pi'; At = 'daily' }, [pscustomobject]@{ Source = 'Claude'; Name = 'nightly' } |
            Export-MempalaceSchedule out -Scheduler Embedded
        Get-ExportedFile | Should -Be 'embedded/mempalace-pi-session', 'embedded/mempalace-pi-session.json', 'embedded/nightly',
        'embedded/nightly.json', 'README.md'
        (Get-Definition embedded/mempalace-pi-session).at | Should -Be '00:00'
        (Get-Definition embedded/nightly).at | Should -Be 'Wed 03:00'
        'Gemini' | Export-MempalaceSchedule out2 -Scheduler Cron
        'out2/cron/mempalace-gemini.cron' | Should -Exist
    }

    It 'writes a launcher of at most 60 lines for any settings' {
        $settings = @{
            Environment = @{ A = 'b c'; B = "it's"; C = '' }; ArgumentList = '--since', 'now'; OnFailure = 'mempalace', 'a b'
            OnSuccess = 'mempalace', 'done'; Wing = 'w'; RandomDelay = '1h'
        }
        Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd, Launchd, Cron, Embedded @settings
        Export-MempalaceSchedule inside -Source OpenCode -Container box -ContainerUser coder @settings
        $launchers = Get-ChildItem out, inside -Recurse -File | Where-Object { (Get-Content $_ -TotalCount 1) -eq '#!/bin/sh' } |
            Where-Object Name -Like 'mempalace-session*'
        $launchers | Should -HaveCount 7
        foreach ($launcher in $launchers) {
            (Get-Content $launcher).Count | Should -BeLessOrEqual 60 -Because "$launcher contains settings only"
            (Get-Content $launcher)[-1] | Should -Be '. "$program"'
        }
    }

    It 'rejects "<Arguments>" with <Id>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Arguments = '-Name nothing' }
        @{ Id = 'OptionConflict'; Arguments = '-Name a, b -Source Pi' }
        @{ Id = 'OptionConflict'; Arguments = '-Name a -Source Pi, OpenCode -Scheduler Cron' }
        @{ Id = 'OptionConflict'; Arguments = '-Source Pi, Pi -Scheduler Cron' }
        @{ Id = 'ValueNotRepresentable'; Arguments = '-TargetHome here' }
    ) {
        { & ([scriptblock]::Create("Export-MempalaceSchedule out $Arguments")) } | Should -Throw -ErrorId "$Id,*"
    }
}
