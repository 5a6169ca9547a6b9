# The palace of the installed release, and the session stores.
Describe 'The palace and the session stores' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        function Set-Release([string] $Version) { Set-Program mempalace "#!/bin/sh`necho 'mempalace $Version'`n" }
    }

    AfterEach { Exit-Bed }

    It 'are shown with the release that was installed' {
        $schedule = Install-MempalaceSchedule OpenCode
        "$($schedule.Palace) $($schedule.PalaceFrom) $($schedule.MempalaceVersion)" | Should -Be "$bed/.mempalace/palace default 3.4.0"
        $definition = Get-BedText config/mempalace-sched/mempalace-session.json | ConvertFrom-Json
        "$($definition.palaceFrom) $($definition.mempalaceVersion)" | Should -Be 'default 3.4.0'
    }

    It 'follow the XDG folders since 3.10, and if mempalace is missing' {
        Set-Release 3.10.0
        $schedule = Install-MempalaceSchedule OpenCode
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be "$bed/config/mempalace/palace XDG_CONFIG_HOME"
        Remove-Item bin/mempalace
        Install-MempalaceSchedule OpenCode -Name other -WhatIf
        $schedule = Install-MempalaceSchedule OpenCode -Name other
        $schedule.Palace | Should -Be "$bed/config/mempalace/palace"
        $schedule.MempalaceVersion | Should -BeNullOrEmpty
    }

    It 'keep their origin if a schedule is piped to an install' {
        $null = Install-MempalaceSchedule OpenCode
        (Get-MempalaceSchedule | Install-MempalaceSchedule).PalaceFrom | Should -Be 'default'
        (Set-MempalaceSchedule mempalace-session -Palace '~/vault' -PassThru).PalaceFrom | Should -Be '-Palace'
        (Get-MempalaceSchedule | Install-MempalaceSchedule).PalaceFrom | Should -Be '-Palace'
        (Set-MempalaceSchedule mempalace-session -Palace '' -PassThru).PalaceFrom | Should -Be 'default'
    }

    It 'are checked again after an upgrade' {
        $null = Install-MempalaceSchedule OpenCode
        function Get-Location { Test-MempalaceSchedule mempalace-session | Where-Object Check -eq 'palace location' }
        (Get-Location).Status | Should -Be 'Pass'
        Set-Release 3.10.0
        $result = Get-Location
        $result.Status | Should -Be 'Warn'
        $result.Detail | Should -BeLike "*'$bed/.mempalace/palace'*3.10.0*'$bed/config/mempalace/palace'*"
        $result.Fix | Should -BeLike '*Set-MempalaceSchedule mempalace-session -Palace auto'
        Set-BedFile .mempalace/palace/chroma.sqlite3 ''
        (Get-Location).Status | Should -Be 'Pass'
    }

    It 'follow mempalace again after -Palace auto, and the check stays' {
        Install-MempalaceSchedule OpenCode -Palace auto | ForEach-Object PalaceFrom | Should -Be 'default'
        Set-Release 3.10.0
        function Get-Location { Test-MempalaceSchedule mempalace-session | Where-Object Check -eq 'palace location' }
        Invoke-Expression ((Get-Location).Fix -replace '^.*, run ')
        $schedule = Get-MempalaceSchedule
        "$($schedule.Palace) $($schedule.PalaceFrom)" | Should -Be "$bed/config/mempalace/palace XDG_CONFIG_HOME"
        (Get-Location).Status | Should -Be 'Pass'
        Set-BedFile .mempalace/config.json '{}'
        (Get-Location).Status | Should -Be 'Warn'
        (Set-MempalaceSchedule mempalace-session -Palace ./auto -PassThru).Palace | Should -Be "$bed/auto"
    }

    It 'never hide an existing palace' {
        Set-BedFile config/mempalace/palace/chroma.sqlite3 ''
        $null = Install-MempalaceSchedule OpenCode -WarningVariable warnings
        "$warnings" | Should -BeLike "*'$bed/.mempalace/palace'*'$bed/config/mempalace/palace'*Set-MempalaceSchedule mempalace-session -Palace*"
        $run = Start-MempalaceMine mempalace-session
        "$($run.Outcome) $($run.Reason)" | Should -BeLike "Failed *$bed/.mempalace/palace*$bed/config/mempalace/palace*"
        Test-Path .mempalace/palace | Should -BeFalse
        Set-MempalaceSchedule mempalace-session -Palace "$bed/config/mempalace/palace"
        (Start-MempalaceMine mempalace-session).Outcome | Should -Be 'Succeeded'
    }

    It 'are mined where opencode has its newest database, and the others are named' {
        Set-BedFile .local/share/opencode/opencode.db "three`n"
        [IO.File]::SetLastWriteTimeUtc("$bed/data/opencode/opencode.db", [DateTime]::UnixEpoch)
        $schedule = Install-MempalaceSchedule OpenCode -WarningVariable warnings
        $schedule.StorePath | Should -Be "$bed/.local/share/opencode/opencode.db"
        "$warnings" | Should -BeLike "*'$bed/data/opencode/opencode.db'*OPENCODE_DB*"
        (Start-MempalaceMine mempalace-session).Processed | Should -Be 1
    }

    It 'are missing after a run was skipped, with the path' {
        $schedule = Install-MempalaceSchedule Claude
        $schedule.Health | Should -Not -Be 'StoreMissing'
        (Start-MempalaceMine mempalace-claude).Outcome | Should -Be 'Skipped'
        $schedule = Get-MempalaceSchedule mempalace-claude
        $schedule.Health | Should -Be 'StoreMissing'
        $schedule.HealthDetail | Should -BeLike "*'$bed/.claude/projects'*CLAUDE_CONFIG_DIR*"
        (Test-MempalaceSchedule mempalace-claude | Where-Object Check -eq store).Status | Should -Be 'Fail'
        Set-MempalaceSchedule mempalace-claude -Wing other
        (Get-MempalaceSchedule mempalace-claude).Health | Should -Be 'StoreMissing'
        # A skip for the old store says nothing about another one.
        Set-MempalaceSchedule mempalace-claude -Environment @{ CLAUDE_CONFIG_DIR = "$bed/elsewhere" }
        (Get-MempalaceSchedule mempalace-claude).Health | Should -Not -Be 'StoreMissing'
        Set-MempalaceSchedule mempalace-claude -Environment @{ CLAUDE_CONFIG_DIR = "$bed/.claude" }
        $null = [IO.Directory]::CreateDirectory("$bed/.claude/projects")
        (Get-MempalaceSchedule mempalace-claude).Health | Should -Not -Be 'StoreMissing'
    }

    It 'of Gemini CLI get a warning if the release does not know their format' {
        Set-BedFile .gemini/tmp/1/chats/session-1.jsonl '{"sessionId":"1","kind":"main"}'
        $null = Install-MempalaceSchedule Gemini -WarningVariable warnings
        "$warnings" | Should -BeLike '*3.4.0*session-1.jsonl*'
        (Test-MempalaceSchedule mempalace-gemini | Where-Object Check -eq store).Status | Should -Be 'Warn'
        Set-Release 3.8.0
        (Test-MempalaceSchedule mempalace-gemini | Where-Object Check -eq store).Status | Should -Be 'Pass'
    }

    It 'of pi are mined by mempalace from 3.5 on if the wrapper is missing' {
        Remove-Item bin/mempalace-pi-session
        Set-Release 3.6.0
        (Install-MempalaceSchedule Pi).CommandLine |
            Should -Be "$bed/bin/mempalace --palace $bed/.mempalace/palace mine $bed/.pi/agent/sessions --mode convos"
    }
}
