Describe 'Schedules and runs as objects' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
        $settings = @{ At = 'Mon,Thu 04:30'; RandomDelay = '90s'; TimeLimit = '1d'; Environment = @{ A = 'b c' }; ArgumentList = '--since', 'now' }
        $null = Install-MempalaceSchedule OpenCode @settings
        $null = Install-MempalaceSchedule Pi
        $before = Get-BedFile
    }

    AfterEach { Exit-Bed }

    It 'can be saved as JSON and installed again, byte by byte' {
        $json = Get-MempalaceSchedule | ConvertTo-Json -Depth 3
        $before = Get-BedFile -Timeless
        Remove-MempalaceSchedule *
        $json | ConvertFrom-Json | Install-MempalaceSchedule | Should -HaveCount 2
        Get-BedFile -Timeless | Should -Be $before
    }

    It 'can be saved as JSON with enum names, or as CLIXML, and installed again' {
        $json = Get-MempalaceSchedule | ConvertTo-Json -Depth 3 -EnumsAsStrings
        $json | ConvertFrom-Json | Install-MempalaceSchedule | Should -HaveCount 2
        Get-BedFile | Should -Be $before

        $kept = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).xml"
        Get-MempalaceSchedule | Export-Clixml $kept
        $before = Get-BedFile -Timeless
        Remove-MempalaceSchedule *
        Import-Clixml $kept | Install-MempalaceSchedule | Should -HaveCount 2
        Get-BedFile -Timeless | Should -Be $before
    }

    It 'from JSON and CSV only provide the names of schedules to other cmdlets' {
        $json = Get-MempalaceSchedule | ConvertTo-Json -Depth 3 | ConvertFrom-Json
        $csv = Get-MempalaceSchedule | ConvertTo-Csv | ConvertFrom-Csv
        Set-MempalaceSchedule * -At 05:00
        $json | Set-MempalaceSchedule -Wing w
        $csv | Set-MempalaceSchedule -TimeLimit 3h
        Get-MempalaceSchedule | ForEach-Object { "$($_.Name) $($_.At) $($_.Wing) $($_.TimeLimit)" } |
            Should -Be 'mempalace-pi-session 05:00 w 03:00:00', 'mempalace-session 05:00 w 03:00:00'
        $csv | Disable-MempalaceSchedule
        $json | Remove-MempalaceSchedule
        Get-MempalaceSchedule | Should -BeNullOrEmpty
    }

    It 'can come from a CSV file written by hand' {
        'Name,At,Environment', 'mempalace-session,05:00,', 'mempalace-pi-session,06:00,' | ConvertFrom-Csv | Select-Object Name, At |
            Set-MempalaceSchedule
        (Get-MempalaceSchedule).At | Should -Be '06:00', '05:00'
        'Source,Name,At,TimeLimit', 'OpenCode,early,01:00,30m', 'OpenCode,late,23:00,01:30:00' | ConvertFrom-Csv |
            Install-MempalaceSchedule | ForEach-Object { "$_ $($_.At) $($_.TimeLimit)" } |
            Should -Be 'early 01:00 00:30:00', 'late 23:00 01:30:00'
    }

    It 'can be selected and written to a CSV file' {
        Get-MempalaceSchedule | Select-Object Name, Source, Health, At | ConvertTo-Csv | Select-Object -Skip 1 |
            Should -Match '^"mempalace-(pi-)?session","(Pi|OpenCode)","(Healthy|LingerOff)","(Tue 03:00|Mon,Thu 04:30)"$'
    }

    It 'can be sorted and grouped' {
        (Get-MempalaceSchedule | Sort-Object TimeLimit -Descending).Name | Should -Be 'mempalace-session', 'mempalace-pi-session'
        (Get-MempalaceSchedule | Group-Object Scheduler).Name | Should -Be 'Systemd'
        (Get-MempalaceSchedule | Group-Object Source -AsHashTable -AsString)['Pi'].Name | Should -Be 'mempalace-pi-session'
    }

    It 'convert to their name as text' {
        Get-MempalaceSchedule mempalace-session | ForEach-Object { "$_" } | Should -Be 'mempalace-session'
    }

    It 'are returned by jobs and by parallel runspaces' {
        $path = (Get-Module MempalaceSched).Path
        Start-Job { Import-Module $using:path; Get-MempalaceSchedule } | Receive-Job -Wait -AutoRemoveJob | ForEach-Object Name |
            Should -Be 'mempalace-pi-session', 'mempalace-session'
        1..2 | ForEach-Object -Parallel { Import-Module $using:path; @(Get-MempalaceSchedule).Count } | Should -Be 2, 2
    }

    It 'have the type that the cmdlet declares: <Command>' -ForEach @(
        @{ Command = 'Get-MempalaceSchedule' }
        @{ Command = 'Set-MempalaceSchedule * -At 05:00 -PassThru' }
        @{ Command = 'Disable-MempalaceSchedule * -PassThru' }
        @{ Command = 'Enable-MempalaceSchedule * -PassThru' }
        @{ Command = 'Test-MempalaceSchedule' }
        @{ Command = 'Export-MempalaceSchedule (Join-Path $bed out) -PassThru' }
        @{ Command = 'Export-MempalaceTemplate report.css -PassThru' }
        @{ Command = 'Show-MempalaceSchedule -Path (Join-Path $bed page.html)' }
        @{ Command = 'Start-MempalaceMine mempalace-session' }
        @{ Command = 'Start-MempalaceMine mempalace-session -DryRun' }
        @{ Command = '$null = Start-MempalaceMine mempalace-session; Get-MempalaceMineHistory' }
        @{ Command = '$null = Start-MempalaceMine mempalace-session; Get-MempalaceMineLog' }
    ) {
        $said = (Get-Command ($Command -split '; ')[-1].Split(' ')[0]).OutputType.Type
        $output = & ([scriptblock]::Create($Command)) 3>$null
        $output | Should -Not -BeNullOrEmpty
        foreach ($each in $output) { $each.GetType() | Should -BeIn $said }
    }
}
