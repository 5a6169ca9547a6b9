Describe 'Tab completion' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $null = Enter-Bed
        $null = Install-MempalaceSchedule OpenCode, Pi -WarningAction SilentlyContinue
    }

    AfterAll { Exit-Bed }

    It 'completes <Line>' -ForEach @(
        foreach ($command in 'Get', 'Set', 'Enable', 'Disable', 'Repair', 'Test', 'Remove', 'Show') {
            @{ Line = "$command-MempalaceSchedule mem"; Completions = 'mempalace-pi-session', 'mempalace-session' }
        }
        @{ Line = 'Start-MempalaceMine mempalace-s'; Completions = 'mempalace-session' }
        @{ Line = 'Stop-MempalaceMine mempalace-s'; Completions = 'mempalace-session' }
        @{ Line = 'Get-MempalaceMineHistory mempalace-s'; Completions = 'mempalace-session' }
        @{ Line = 'Get-MempalaceMineLog mempalace-s'; Completions = 'mempalace-session' }
        @{ Line = 'Export-MempalaceSchedule ./out -Name mempalace-s'; Completions = 'mempalace-session' }
        @{ Line = 'Set-MempalaceSchedule mempalace-session, mempalace-p'; Completions = 'mempalace-pi-session' }
        @{ Line = 'Set-MempalaceSchedule mempalace-session -At ''Mon..'; Completions = "'Mon..Fri 03:00'" }
        @{ Line = 'Install-MempalaceSchedule OpenCode -At hou'; Completions = "'hourly'" }
        @{ Line = 'Install-MempalaceSchedule OpenCode -At mon.'; Completions = "'Mon..Fri 03:00'" }
        @{ Line = 'Install-MempalaceSchedule Op'; Completions = 'OpenCode' }
        @{ Line = 'Remove-MempalaceSchedule -Name memp'; Completions = 'mempalace-pi-session', 'mempalace-session' }
        @{ Line = 'Install-MempalaceSchedule '; Completions = 'Claude', 'Codex', 'Custom', 'Gemini', 'OpenCode', 'Pi' }
        @{ Line = 'Install-MempalaceSchedule OpenCode -Scheduler '; Completions = 'Auto', 'Cron', 'Embedded', 'Launchd', 'Systemd' }
        @{ Line = 'Install-MempalaceSchedule OpenCode -ContainerEngine '; Completions = 'docker', 'podman' }
        @{ Line = 'Get-MempalaceMineHistory -Outcome Time'; Completions = 'TimedOut' }
        @{ Line = 'Export-MempalaceTemplate systemd.'; Completions = 'systemd.service.scriban', 'systemd.timer.scriban' }
        @{ Line = 'Get-MempalaceSchedule | Where-Object HealthD'; Completions = 'HealthDetail' }
        @{ Line = '(Get-MempalaceMineHistory).Fil'; Completions = 'Filed' }
    ) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Be $Completions
    }

    It 'offers no schedule for a name that does not exist' {
        $line = 'Get-MempalaceSchedule zzz'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Not -Match 'mempalace'
    }
}
