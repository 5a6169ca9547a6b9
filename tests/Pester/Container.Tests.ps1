# Schedules whose target is a container, with a stand-in for docker.
Describe 'A schedule in a container' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $target = @{ Container = 'opencode-devbox'; ContainerUser = 'coder' }
        $definition = 'config/mempalace-sched/mempalace-session-devbox.json'
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        Set-Program docker ([IO.File]::ReadAllText("$root/tests/beds/docker-standin.sh"))
        Set-BedFile standin/containers/opencode-devbox 'running'
        Set-Program standin/inside/.local/bin/mempalace-session "#!/bin/sh`n"
    }

    AfterEach { Exit-Bed }

    It 'has the palace, the store and the command that were found inside' {
        Set-BedFile standin/inside/.mempalace/config.json '{"palace_path": "/srv/pal ace"}'
        $schedule = Install-MempalaceSchedule OpenCode @target
        $schedule.Name | Should -Be 'mempalace-session-devbox'
        $schedule.Target | Should -Be 'opencode-devbox (coder)'
        "$($schedule.Container) $($schedule.ContainerUser) $($schedule.ContainerEngine)" | Should -Be "opencode-devbox coder $bed/bin/docker"
        $schedule.Command | Should -Be 'mempalace-session'
        $schedule.Palace | Should -Be '/srv/pal ace'
        $schedule.StorePath | Should -Be "$bed/standin/inside/.local/share/opencode/opencode.db"
        Get-Call | Where-Object { $_ -like 'docker exec -u coder opencode-devbox /bin/sh -c *' } | Should -Not -BeNullOrEmpty
        Get-BedText config/systemd/user/mempalace-session-devbox.service | Should -Not -Match 'Condition'
    }

    It 'can be installed together with the schedule of the host, and both again from the pipeline' {
        $null = Install-MempalaceSchedule OpenCode
        $null = Install-MempalaceSchedule OpenCode @target -Palace '~/palace'
        $calls = @(Get-Call | Where-Object { $_ -like '* enable *' }).Count
        Get-MempalaceSchedule | Install-MempalaceSchedule | ForEach-Object { "$_ $($_.Target)" } |
            Should -Be 'mempalace-session Host', 'mempalace-session-devbox opencode-devbox (coder)'
        @(Get-Call | Where-Object { $_ -like '* enable *' }) | Should -HaveCount $calls
    }

    It 'is installed with defaults and a warning if the container <Case>' -ForEach @(
        @{ Case = 'has stopped'; Name = 'opencode-devbox'; State = 'exited'; Warning = 'exited' }
        @{ Case = 'is paused'; Name = 'opencode-devbox'; State = 'paused'; Warning = 'paused' }
        @{ Case = 'does not exist'; Name = 'opencode-dev'; State = 'running'; Warning = "'opencode-devbox'" }
    ) {
        Remove-Item standin/containers/opencode-devbox
        Set-BedFile "standin/containers/$Name" $State
        $schedule = Install-MempalaceSchedule OpenCode @target -WarningVariable warnings
        "$($schedule.Palace) $($schedule.StorePath)" | Should -Be '~/.mempalace/palace ~/.local/share/opencode/opencode.db'
        "$warnings" | Should -BeLike "*$Warning*"
        $schedule.PalaceFrom | Should -Be 'unknown'
        "$warnings" | Should -BeLike "*'~/.mempalace/palace'*Set-MempalaceSchedule mempalace-session-devbox -Palace auto*"
    }

    It 'that was stopped at install gets the palace of the container once it is running' {
        function Get-Location { Test-MempalaceSchedule mempalace-session-devbox | Where-Object Check -EQ 'palace location' }
        Set-BedFile standin/containers/opencode-devbox 'exited'
        $null = Install-MempalaceSchedule OpenCode @target
        (Get-Location).Status | Should -Be 'Skip'
        Set-BedFile standin/containers/opencode-devbox 'running'
        $check = Get-Location
        "$($check.Status) $($check.Detail)" | Should -BeLike "Warn *'$bed/standin/inside/.mempalace/palace'*'$bed/standin/inside/.config/mempalace/palace'*"
        $check.Fix | Should -BeLike '*Set-MempalaceSchedule mempalace-session-devbox -Palace auto.*'
        $before = Get-BedText $definition
        $schedule = Set-MempalaceSchedule mempalace-session-devbox -Palace auto -PassThru
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be "$bed/standin/inside/.config/mempalace/palace default"
        (Get-Location).Status | Should -Be 'Pass'
        Set-BedFile $definition $before
        $schedule = Get-MempalaceSchedule | Install-MempalaceSchedule
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be "$bed/standin/inside/.config/mempalace/palace default"
    }

    It 'gets a warning if mempalace <Release> inside does not know the sessions of Gemini CLI: <Warns>' -ForEach @(
        @{ Release = '3.7.1'; Warns = $true }
        @{ Release = '3.8.0'; Warns = $false }
    ) {
        Set-Program standin/inside/.local/bin/mempalace "#!/bin/sh`necho 'mempalace $Release'`n"
        $null = Install-MempalaceSchedule Gemini @target -WarningVariable warnings
        "$warnings" -like "*mempalace $Release does not know the current session format of Gemini CLI.*" | Should -Be $Warns
    }

    It 'keeps a palace that was specified, whether or not the container is running, until it is changed to auto' {
        $schedule = Install-MempalaceSchedule OpenCode @target -Palace '~/.mempalace/palace'
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be "$bed/standin/inside/.mempalace/palace -Palace"
        Set-BedFile standin/containers/opencode-devbox 'exited'
        $schedule = Get-MempalaceSchedule | Install-MempalaceSchedule
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be "$bed/standin/inside/.mempalace/palace -Palace"
        $schedule = Set-MempalaceSchedule mempalace-session-devbox -Palace auto -PassThru
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be '~/.mempalace/palace unknown'
    }

    It 'keeps what was found inside while the container is stopped' {
        $null = Install-MempalaceSchedule OpenCode @target
        $before = Get-BedText $definition
        Set-BedFile standin/containers/opencode-devbox 'exited'
        $null = Install-MempalaceSchedule OpenCode @target
        Get-BedText $definition | Should -Be $before
        Set-MempalaceSchedule mempalace-session-devbox -At daily
        $read = { param($text) $text | ConvertFrom-Json | Select-Object -ExcludeProperty at | ConvertTo-Json }
        & $read (Get-BedText $definition) | Should -Be (& $read $before)
    }

    It 'is rejected, with the message of the engine, if the engine <Case>' -ForEach @(
        @{ Case = 'denies access'; Message = 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock'
            Fix = 'usermod -aG'
        }
        @{ Case = 'does not run'; Message = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
            Fix = 'Start'
        }
    ) {
        Set-BedFile standin/fail-docker $Message
        Install-MempalaceSchedule OpenCode @target -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'EngineUnavailable,*'
        "$($failed[0])" | Should -BeLike "*$Message*"
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike "*$Fix*"
        'config/mempalace-sched' | Should -Not -Exist
    }

    It 'is rejected if the command does not exist inside' {
        Remove-Item standin/inside/.local/bin/mempalace-session
        Install-MempalaceSchedule OpenCode @target -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'CommandNotFound,*'
        "$($failed[0])" | Should -BeLike '*opencode-devbox (coder)*'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*install.sh --yes*'
        'config/mempalace-sched' | Should -Not -Exist
    }

    It 'is rejected if the engine does not exist, but -WhatIf shows the plan' {
        { Install-MempalaceSchedule OpenCode @target -ContainerEngine nerdctl } | Should -Throw -ErrorId 'CommandNotFound,*'
        $result = Invoke-Recorded 'Install-MempalaceSchedule OpenCode -Container opencode-devbox -ContainerUser coder -ContainerEngine nerdctl -WhatIf'
        $result.Error | Should -BeNullOrEmpty
        $result.Host | Should -BeLike '*mempalace-session-devbox.timer*'
        "$($result.Warning)" | Should -BeLike '*nerdctl*'
    }

    It 'passes the environment variables of the engine to the engine only' {
        $env:DOCKER_HOST = "ssh://robin@far a'b"
        $env:CONTAINER_HOST = 'unix:///x'
        $null = Install-MempalaceSchedule OpenCode @target
        Remove-Item Env:/DOCKER_HOST, Env:/CONTAINER_HOST
        Move-Item bin/docker bin/docker-standin
        Set-Program docker "#!/bin/sh`necho `"`$DOCKER_HOST `$CONTAINER_HOST`" >>'$bed/engine'`nexec docker-standin `"`$@`"`n"
        $null = Start-MempalaceMine mempalace-session-devbox
        Get-Content engine | Select-Object -Unique | Should -Be "ssh://robin@far a'b unix:///x"
        Get-Call | Where-Object { $_ -like 'docker exec *' } | Should -Not -Match 'ssh://robin'
    }

    It 'can be moved into a container and back by Set-MempalaceSchedule' {
        $null = Install-MempalaceSchedule OpenCode
        $moved = Set-MempalaceSchedule mempalace-session -Container opencode-devbox -PassThru
        "$($moved.Target) $($moved.Command) $($moved.Palace)" | Should -Be "opencode-devbox mempalace-session $bed/standin/inside/.config/mempalace/palace"
        $moved = Set-MempalaceSchedule mempalace-session -Container '' -PassThru
        "$($moved.Target) $($moved.Command) $($moved.Palace)" | Should -Be "Host $bed/bin/mempalace-session $bed/.mempalace/palace"
    }

    It 'needs its engine, but not its command, on this machine' {
        Remove-Item bin/mempalace-session
        $null = Install-MempalaceSchedule OpenCode @target
        (Get-MempalaceSchedule).Health | Should -Not -Be 'CommandGone'
        Remove-Item bin/docker
        (Get-MempalaceSchedule).Health | Should -Be 'CommandGone'
    }

    It 'is checked inside by the doctor while the container is <State>' -ForEach @(
        @{ State = 'running'; Status = 'Pass' }
        @{ State = 'paused'; Status = 'Warn' }
    ) {
        $null = Install-MempalaceSchedule OpenCode @target
        Set-BedFile standin/containers/opencode-devbox $State
        $results = Test-MempalaceSchedule mempalace-session-devbox
        $container = $results | Where-Object Check -EQ container
        $container.Status | Should -Be $Status
        if ($Status -eq 'Warn') { $container.Detail | Should -BeLike "*$State*" }
        $here = $results | Where-Object Check -In command, mempalace, store, palace, disk
        $here.Status | Should -Be (@('Skip') * 5)
        $here.Detail | Should -BeLike '*opencode-devbox (coder)*'
    }
}
