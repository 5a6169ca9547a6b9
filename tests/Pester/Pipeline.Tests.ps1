# How the cmdlets behave in a pipeline: they stop on request, undo incomplete changes, and write output in order.
Describe 'Cmdlets in a pipeline' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        function Set-SlowCommand([string] $Pattern) {
            # Lets systemctl write the file "waiting" and wait for Resume-Run, if its arguments match.
            Set-Program real-systemctl ([IO.File]::ReadAllText("$root/tests/beds/systemctl-standin.sh"))
            Set-Program systemctl @"
#!/bin/sh
case "`$*" in
    $Pattern) : >'$bed/waiting'; until [ -e '$bed/go-on' ] || [ ! -d '$bed' ]; do sleep 0.05; done ;;
esac
exec real-systemctl "`$@"
"@
        }

        function Get-StartedName { Get-MempalaceMineHistory | ForEach-Object Name | Sort-Object -Unique }
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

    Context 'that stop' {
        It 'undo an install that Ctrl+C interrupts' {
            Set-SlowCommand '*" enable "*'
            $files = Get-BedFile
            $result = Invoke-Recorded 'Install-MempalaceSchedule OpenCode, Pi' -StopWhen "$bed/waiting"
            $result.Stopped | Should -BeTrue
            $result.SecondsToStop | Should -BeLessThan 10
            Get-BedFile | Where-Object { $_ -notlike 'waiting *' } | Should -Be $files
            Get-Call -Change | Should -Contain (
                'systemctl --user --no-pager disable --now --no-reload -- mempalace-session.timer mempalace-pi-session.timer')
            Get-MempalaceSchedule | Should -BeNullOrEmpty
        }

        It 'undo an install whose messages are rejected with <Preference> = Stop' -ForEach @(
            @{ Preference = 'VerbosePreference' }, @{ Preference = 'WarningPreference' }
        ) {
            Set-BedFile standin/next 'n/a'
            Set-BedFile config/mempalace-sched/templates/unknown.txt ''
            $files = Get-BedFile
            $result = Invoke-Recorded "`$$Preference = 'Stop'; Install-MempalaceSchedule OpenCode"
            $result.Error | Should -HaveCount 1
            $result.Error[0].FullyQualifiedErrorId | Should -BeLike 'ActionPreferenceStop*'
            Get-BedFile | Should -Be $files
        }

        It 'undo an install if -ErrorAction is Stop and systemd fails' {
            Set-BedFile standin/fail-enable 'Failed to enable unit: no room'
            $files = Get-BedFile
            { 'OpenCode', 'Pi', 'Claude' | Install-MempalaceSchedule -ErrorAction Stop } |
                Should -Throw -ErrorId 'SchedulerCommandFailed,*'
            Get-BedFile | Should -Be $files
        }

        It 'process no item after the one that fails if -ErrorAction is Stop: <Case>' -ForEach @(
            @{ Case = 'names'; Script = "Start-MempalaceMine a, b, c -ErrorAction Stop" }
            @{ Case = 'pipeline'; Script = "'a', 'b', 'c' | Start-MempalaceMine -ErrorAction Stop" }
            @{ Case = 'wildcard'; Script = "Start-MempalaceMine * -ErrorAction Stop" }
        ) {
            'a', 'b', 'c' | ForEach-Object { $null = Install-MempalaceSchedule OpenCode -Name $_ }
            Remove-Item data/mempalace-sched/bin/b
            $result = Invoke-Recorded $Script
            $result.Output.Name | Should -Be 'a'
            $result.Error[-1].FullyQualifiedErrorId | Should -BeLike 'LauncherMissing,*'
            Get-StartedName | Should -Be 'a'
            Get-Call -Change | Where-Object { $_ -like '* start *c.service' } | Should -BeNullOrEmpty
        }

        It 'process no item after Select-Object has enough objects: <Script>' -ForEach @(
            @{ Script = 'Start-MempalaceMine * | Select-Object -First 1' }
            @{ Script = 'Get-MempalaceSchedule | Start-MempalaceMine | Select-Object -First 1' }
        ) {
            'a', 'b', 'c' | ForEach-Object { $null = Install-MempalaceSchedule OpenCode -Name $_ }
            & ([scriptblock]::Create($Script)) | ForEach-Object Name | Should -Be 'a'
            Get-StartedName | Should -Be 'a'
        }

        It 'stop following a log when Select-Object has enough objects, and the run continues' {
            $null = Install-MempalaceSchedule OpenCode
            Set-Wait -Before 'echo first'
            Start-MempalaceMine mempalace-session -NoWait | Get-MempalaceMineLog -Follow | Select-Object -First 1 |
                Should -Be 'first'
            (Get-MempalaceSchedule).LastOutcome | Should -Be 'Running'
        }

        It 'stop a dry run when Select-Object has enough objects' {
            $null = Install-MempalaceSchedule OpenCode
            Set-Wait -Before 'echo first'
            Start-MempalaceMine mempalace-session -DryRun | Select-Object -First 1 | Should -Be 'first'
            if (Test-Path pid) {
                $process = (Get-Content pid).Trim()
                Resume-Run
                Wait-Until { -not (Test-Path "/proc/$process") } 'the dry run has ended'
            }
        }
    }

    Context 'that ask' {
        It 'install <Installed> for the answers <Answer>' -ForEach @(
            @{ Answer = 0, 2, 0; Installed = 'mempalace-claude', 'mempalace-session'; Questions = 3 }
            @{ Answer = @(1); Installed = 'mempalace-claude', 'mempalace-pi-session', 'mempalace-session'; Questions = 1 }
            @{ Answer = 0, 3; Installed = @('mempalace-session'); Questions = 2 }
        ) {
            $result = Invoke-Recorded 'Install-MempalaceSchedule OpenCode, Pi, Claude -Confirm' -Answer $Answer
            $result.Output.Name | Sort-Object | Should -Be $Installed
            (Get-MempalaceSchedule).Name | Should -Be $Installed
            [regex]::Matches($result.Host, "Install the schedule '[^']+' \([^)]+\) on systemd\?") | Should -HaveCount $Questions
        }

        It 'preview one new schedule with -WhatIf in at most 100 lines, with each file and command' {
            $preview = (Invoke-Recorded 'Install-MempalaceSchedule OpenCode -WhatIf').Host.TrimEnd() -split '\r?\n'
            $preview.Count | Should -BeLessOrEqual 100
            $preview.Count | Should -BeGreaterThan 20 -Because 'it shows the content of the files'
            $preview[0] | Should -Match "^What if: .*'mempalace-session'"
            foreach ($file in 'config/mempalace-sched/mempalace-session.json', 'data/mempalace-sched/bin/mempalace-session',
                'data/mempalace-sched/launcher/launch.sh', 'config/systemd/user/mempalace-session.service',
                'config/systemd/user/mempalace-session.timer') {
                $preview | Where-Object { $_ -match "^write $bed/$file( |$)" } | Should -HaveCount 1
            }
            $preview -like '*systemctl*enable*mempalace-session.timer*' | Should -Not -BeNullOrEmpty
        }

        It 'preview the same bytes that an install writes' {
            $preview = (Invoke-Recorded 'Install-MempalaceSchedule OpenCode -WhatIf').Host -split '\r?\n'
            $null = Install-MempalaceSchedule OpenCode
            foreach ($file in 'data/mempalace-sched/bin/mempalace-session', 'config/systemd/user/mempalace-session.timer') {
                foreach ($line in Get-Content $file) { $preview | Should -Contain "+$line" }
            }
        }
    }

    Context 'that report' {
        It 'complete the progress bar after <Case>' -ForEach @(
            @{ Case = 'an error'; Script = 'Start-MempalaceMine mempalace-session -TimeOut 2s'; Wait = $true }
            @{ Case = 'an error with -ErrorAction Stop'; Script = 'Start-MempalaceMine mempalace-session -TimeOut 2s -ErrorAction Stop'; Wait = $true }
            @{ Case = 'a run'; Script = 'Start-MempalaceMine mempalace-session' }
            @{ Case = 'the first of two runs'; Script = 'Start-MempalaceMine mempalace-session, mempalace-pi-session | Select-Object -First 1' }
        ) {
            $null = Install-MempalaceSchedule OpenCode, Pi
            if ($Wait) { Set-Wait -Before 'echo going' }
            $progress = (Invoke-Recorded $Script).Progress
            $progress.Count | Should -BeGreaterThan 1
            $progress[-1].RecordType | Should -Be 'Completed'
        }

        It 'write messages, errors and objects in the order of the steps' {
            Remove-Item bin/mempalace-pi-session
            $all = Install-MempalaceSchedule Pi, OpenCode -Verbose -ErrorAction Continue 4>&1 2>&1 | ForEach-Object {
                switch ($_) {
                    { $_ -is [Management.Automation.ErrorRecord] } { 'error' }
                    { $_ -is [MempalaceSched.Schedule] } { 'schedule' }
                    { "$_" -like 'write *.timer' } { 'write' }
                    { "$_" -like 'run systemctl * enable *' } { 'enable' }
                }
            }
            $all | Should -Be 'error', 'write', 'enable', 'schedule'
        }

        It 'write each line of a run to -Verbose once and in order, before the run' {
            $null = Install-MempalaceSchedule OpenCode
            Set-Program mempalace-session "#!/bin/sh`ni=0; while [ `$i -lt 200 ]; do i=`$((i+1)); echo `"line `$i`"; done`n"
            $all = Start-MempalaceMine mempalace-session -Verbose 4>&1 | ForEach-Object { "$_" }
            $all | Where-Object { $_ -like 'line *' } | Should -Be (1..200 | ForEach-Object { "line $_" })
            $all[-2] | Should -Be 'line 200'
        }
    }

    It 'change different schedules from several runspaces of one process' {
        $path = (Get-Module MempalaceSched).Path
        $names = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:path
            (Install-MempalaceSchedule OpenCode -Name "n$_" -WarningAction Ignore).Name
            Set-MempalaceSchedule "n$_" -Wing "w$_" -WarningAction Ignore
        } -ThrottleLimit 4
        $names | Sort-Object | Should -Be 'n1', 'n2', 'n3', 'n4'
        Get-MempalaceSchedule | ForEach-Object { "$_ $($_.Wing) $($_.State)" } |
            Should -Be 'n1 w1 Waiting', 'n2 w2 Waiting', 'n3 w3 Waiting', 'n4 w4 Waiting'
    }
}
