Describe 'Set-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"

        # The settings of a schedule as text, by name.
        function Get-Setting([string] $Name = 'mempalace-session') {
            $schedule = Get-MempalaceSchedule $Name
            $settings = [ordered] @{}
            foreach ($property in $schedule.PSObject.Properties) {
                if ($property.Name -match '^(CommandLine|Health|NextRun|Last|State)') { continue }
                $settings[$property.Name] = $property.Value | ConvertTo-Json -Compress
            }
            $settings
        }
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $settings = @{
            At = 'Fri 03:30'; TimeLimit = '90m'; ArgumentList = '--since', '2026-01-01'; Environment = @{ A = 'x' }; Palace = 'p'; Wing = 'w'
            Repair = $true; NoCatchUp = $true
        }
        $null = Install-MempalaceSchedule OpenCode @settings
    }

    AfterEach { Exit-Bed }

    It 'changes only <Changed> for <Arguments>' -ForEach @(
        @{ Arguments = "-At 'Mon,Thu 04:30'"; Changed = 'At' }
        @{ Arguments = '-RandomDelay 0'; Changed = 'RandomDelay' }
        @{ Arguments = '-TimeLimit 4h'; Changed = 'TimeLimit' }
        @{ Arguments = '-RetryInterval 0'; Changed = 'RetryInterval' }
        @{ Arguments = '-Palace elsewhere'; Changed = 'Palace' }
        @{ Arguments = '-Wing other'; Changed = 'Wing' }
        @{ Arguments = "-Wing ''"; Changed = 'Wing' }
        @{ Arguments = '-NoCatchUp:$false'; Changed = 'NoCatchUp' }
        @{ Arguments = '-Repair:$false'; Changed = 'Repair' }
        @{ Arguments = '-NoRepair'; Changed = 'NoRepair', 'Repair' }
        @{ Arguments = '-ArgumentList @()'; Changed = 'ArgumentList' }
        @{ Arguments = "-ArgumentList '--since', 'now'"; Changed = 'ArgumentList' }
        @{ Arguments = '-Environment @{}'; Changed = 'Environment' }
        @{ Arguments = "-Environment @{ B = 'c' }"; Changed = 'Environment' }
        @{ Arguments = '-Command mempalace, session'; Changed = 'Command' }
        @{ Arguments = '-OnFailure mempalace'; Changed = 'OnFailure' }
    ) {
        $before = Get-Setting
        & ([scriptblock]::Create("Set-MempalaceSchedule mempalace-session $Arguments")) | Should -BeNullOrEmpty
        $after = Get-Setting
        @($before.Keys | Where-Object { $before[$_] -cne $after[$_] } | Sort-Object) | Should -Be $Changed
    }

    It 'restores the default for an empty text' {
        Set-MempalaceSchedule mempalace-session -At '' -Palace ''
        $schedule = Get-MempalaceSchedule
        $schedule.At | Should -Be 'Mon 03:00'
        $schedule.Palace | Should -Be "$bed/.mempalace/palace"
    }

    It 'uses only the name of a schedule from <From>' -ForEach @(
        @{ From = 'the pipeline'; Script = { $old | Set-MempalaceSchedule -NoRepair } }
        @{ From = '-InputObject'; Script = { Set-MempalaceSchedule -InputObject $old -NoRepair } }
        @{ From = 'a deserialized object'
            Script = {
                $text = [Management.Automation.PSSerializer]::Serialize($old)
                [Management.Automation.PSSerializer]::Deserialize($text) | Set-MempalaceSchedule -NoRepair
            }
        }
    ) {
        $old = Get-MempalaceSchedule
        Set-MempalaceSchedule * -At 05:00
        . $Script
        $schedule = Get-MempalaceSchedule
        "$($schedule.At) $($schedule.Repair) $($schedule.NoRepair)" | Should -Be '05:00 False True'
    }

    It 'binds the properties of other objects to its parameters' {
        $null = Install-MempalaceSchedule Pi
        $rows = [pscustomobject]@{ Name = 'mempalace-session'; At = '05:00' }, [pscustomobject]@{ Name = 'mempalace-pi-session'; Wing = 'v' }
        $rows | Set-MempalaceSchedule -PassThru | ForEach-Object { "$_ $($_.At) $($_.Wing)" } |
            Should -Be 'mempalace-session 05:00 w', 'mempalace-pi-session Tue 03:00 v'
    }

    It 'does not apply a switch of one object to the next object' {
        $null = Install-MempalaceSchedule Pi -NoCatchUp -Repair
        $rows = [pscustomobject]@{ Name = 'mempalace-session'; NoCatchUp = $false; NoRepair = $true },
        [pscustomobject]@{ Name = 'mempalace-pi-session'; Wing = 'v' }
        $rows | Set-MempalaceSchedule
        Get-MempalaceSchedule | ForEach-Object { "$_ $($_.NoCatchUp) $($_.Repair) $($_.NoRepair) $($_.Wing)" } |
            Should -Be 'mempalace-pi-session True True False v', 'mempalace-session False False True w'
    }

    It 'accepts splatted settings' {
        $null = Install-MempalaceSchedule Pi
        $settings = @{ Name = 'mempalace-*'; At = 'hourly'; RandomDelay = [timespan]::FromMinutes(1); Environment = @{ A = 'b c' } }
        $changed = Set-MempalaceSchedule @settings -PassThru
        $changed | Should -HaveCount 2
        $changed.Environment.A | Should -Be 'b c', 'b c'
        $changed.RandomDelay.TotalSeconds | Should -Be 60, 60
    }

    It 'applies all changes of a call with one command, and runs no command if nothing differs' {
        $null = Install-MempalaceSchedule Pi
        $calls = @(Get-Call -Change).Count
        Set-MempalaceSchedule * -TimeLimit 3h
        Get-Call -Change | Should -HaveCount ($calls + 1)
        Set-MempalaceSchedule * -TimeLimit 3h
        Get-Call -Change | Should -HaveCount ($calls + 1)
    }

    It 'sets each schedule of a pipeline to its own value' {
        $null = Install-MempalaceSchedule Pi
        Get-MempalaceSchedule | Where-Object Source -EQ Pi | Set-MempalaceSchedule -Wing v
        Get-MempalaceSchedule | ForEach-Object { Set-MempalaceSchedule $_ -At ($_.At -replace '03:', '05:') }
        Get-MempalaceSchedule | ForEach-Object { "$_ $($_.At) $($_.Wing)" } |
            Should -Be 'mempalace-pi-session Tue 05:00 v', 'mempalace-session Fri 05:30 w'
    }

    It 'shows the difference with -WhatIf and changes nothing' {
        $before = Get-BedFile
        (Invoke-Recorded 'Set-MempalaceSchedule mempalace-session -At 05:00 -WhatIf').Host | Should -Match '(?m)^\+OnCalendar=05:00'
        Get-BedFile | Should -Be $before
    }

    It 'rejects <Command> with <Id> and changes nothing' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Command = 'Set-MempalaceSchedule nope -At 05:00' }
        @{ Id = 'RecurrenceInvalid'; Command = 'Set-MempalaceSchedule mempalace-session -At 25:00' }
        @{ Id = 'OptionConflict'; Command = 'Set-MempalaceSchedule mempalace-session -Repair -NoRepair' }
        @{ Id = 'OptionConflict'; Command = 'Set-MempalaceSchedule mempalace-session -Command @()' }
        @{ Id = 'CommandNotFound'; Command = 'Set-MempalaceSchedule mempalace-session -Command no-such-program' }
        @{ Id = 'ParameterArgumentTransformationError'; Command = 'Set-MempalaceSchedule mempalace-session -RandomDelay 30' }
    ) {
        $before = Get-BedFile
        { & ([scriptblock]::Create($Command)) } | Should -Throw -ErrorId "$Id,*"
        Get-BedFile | Should -Be $before
    }

    It 'accepts the same name only once in a pipeline' {
        'mempalace-session', 'mempalace-session' | Set-MempalaceSchedule -At 05:00 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 1
        (Get-MempalaceSchedule).At | Should -Be '05:00'
    }

    It 'continues after a name that does not exist' {
        $changed = Set-MempalaceSchedule nope, mempalace-session -At 05:00 -PassThru -ErrorAction SilentlyContinue -ErrorVariable failed
        $changed.Name | Should -Be 'mempalace-session'
        $failed.FullyQualifiedErrorId | Should -BeLike 'ScheduleNotFound,*'
        $failed.TargetObject | Should -Be 'nope'
    }

    It 'keeps a setting that another process changes in the meantime' {
        Set-BedFile standin/after-show "sed -i 's/`"repair`": `"Repair`"/`"repair`": `"NoRepair`"/' '$bed/config/mempalace-sched/mempalace-session.json'"
        Set-MempalaceSchedule mempalace-session -At 05:00
        $schedule = Get-MempalaceSchedule
        "$($schedule.At) $($schedule.NoRepair) $($schedule.Wing)" | Should -Be '05:00 True w'
    }

    It 'fails if another process moves the schedule to another scheduler in the meantime' {
        Set-BedFile standin/after-show "sed -i 's/`"scheduler`": `"Systemd`"/`"scheduler`": `"Embedded`"/' '$bed/config/mempalace-sched/mempalace-session.json'"
        { Set-MempalaceSchedule mempalace-session -At 05:00 } | Should -Throw -ErrorId 'ScheduleMoved,*'
        Get-BedText config/mempalace-sched/mempalace-session.json | Should -BeLike '*"at": "Fri 03:30"*'
    }

    It 'undoes everything if systemd fails' {
        $before = Get-BedFile
        Set-BedFile standin/fail-enable 'no'
        { Set-MempalaceSchedule * -At 05:00 } | Should -Throw -ErrorId 'SchedulerCommandFailed,*'
        Get-BedFile | Where-Object { $_ -notlike 'state/*' } | Should -Be $before
    }
}
