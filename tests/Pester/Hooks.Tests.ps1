Describe '-OnFailure and -OnSuccess' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        Set-Program ping "#!/bin/sh`nprintf '%s|' `"`$@`" >'$bed/pinged'`n"
        $ping = "$bed/bin/ping"
    }

    AfterEach { Exit-Bed }

    It 'resolve the program and keep the arguments' {
        Set-Program tools/own "#!/bin/sh`n"
        $schedule = Install-MempalaceSchedule OpenCode -OnFailure tools/own -OnSuccess ping, -fsS, '', "it's", 'https://example.org/a b'
        $schedule.OnFailure | Should -Be "$bed/tools/own"
        $schedule.OnSuccess | Should -Be $ping, '-fsS', '', "it's", 'https://example.org/a b'
        $before = Get-BedFile
        $null = Get-MempalaceSchedule | Install-MempalaceSchedule
        Get-BedFile | Should -Be $before
        $null = Start-MempalaceMine mempalace-session
        Wait-Until { Test-Path pinged } 'the program has run'
        Wait-Until { Get-BedText pinged } 'the program has written its arguments'
        Get-BedText pinged | Should -Be "-fsS||it's|https://example.org/a b|"
    }

    It 'are kept by Set unless they are given, and removed by an empty value' {
        $null = Install-MempalaceSchedule OpenCode -OnFailure ping -OnSuccess ping, x
        $changed = Set-MempalaceSchedule mempalace-session -At daily -PassThru
        "$($changed.OnFailure) / $($changed.OnSuccess)" | Should -Be "$ping / $ping x"
        $changed = Set-MempalaceSchedule mempalace-session -OnFailure @() -PassThru
        "$($changed.OnFailure) / $($changed.OnSuccess)" | Should -Be " / $ping x"
        $changed = Set-MempalaceSchedule mempalace-session -OnSuccess '' -OnFailure ping, y -PassThru
        "$($changed.OnFailure) / $($changed.OnSuccess)" | Should -Be "$ping y / "
        $changed = Install-MempalaceSchedule OpenCode
        "$($changed.OnFailure) / $($changed.OnSuccess)" | Should -Be ' / '
    }
}
