Describe 'Objects, out of the module and back into it' -Skip:(-not $IsLinux) {
    BeforeEach {
        . "$PSScriptRoot/Bed.ps1"
        $bed = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Enter-Bed $bed
        Install-MempalaceSchedule OpenCode -At 'Mon,Thu 04:30' -RandomDelay 90s -TimeLimit 1d -Environment @{ A = 'b c' } -ArgumentList --since, now -WarningAction SilentlyContinue |
            Out-Null
        Install-MempalaceSchedule Pi -WarningAction SilentlyContinue | Out-Null
        $before = Get-BedFile $bed
    }

    AfterEach { Exit-Bed }

    It 'installs what JSON has kept, to the byte' {
        $json = Get-MempalaceSchedule | ConvertTo-Json -Depth 3
        Remove-MempalaceSchedule *
        $json | ConvertFrom-Json | Install-MempalaceSchedule -WarningAction SilentlyContinue | Should -HaveCount 2
        Get-BedFile $bed | Should -Be $before
    }

    It 'installs what JSON has kept with names for enums, and what CLIXML has kept' {
        $json = Get-MempalaceSchedule | ConvertTo-Json -Depth 3 -EnumsAsStrings
        $json | ConvertFrom-Json | Install-MempalaceSchedule -WarningAction SilentlyContinue | Should -HaveCount 2
        Get-BedFile $bed | Should -Be $before

        $kept = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).xml"
        Get-MempalaceSchedule | Export-Clixml $kept
        Remove-MempalaceSchedule *
        Import-Clixml $kept | Install-MempalaceSchedule -WarningAction SilentlyContinue | Should -HaveCount 2
        Get-BedFile $bed | Should -Be $before
    }

    It 'takes only the names of schedules out of JSON, CSV and CLIXML where the command is to change them' {
        $json = Get-MempalaceSchedule | ConvertTo-Json -Depth 3 | ConvertFrom-Json
        $csv = Get-MempalaceSchedule | ConvertTo-Csv | ConvertFrom-Csv
        Set-MempalaceSchedule * -At 05:00 -WarningAction SilentlyContinue
        $json | Set-MempalaceSchedule -Wing w -WarningAction SilentlyContinue
        $csv | Set-MempalaceSchedule -TimeLimit 3h -WarningAction SilentlyContinue
        Get-MempalaceSchedule | ForEach-Object { "$($_.Name) $($_.At) $($_.Wing) $($_.TimeLimit)" } |
            Should -Be 'mempalace-pi-session 05:00 w 03:00:00', 'mempalace-session 05:00 w 03:00:00'
        $csv | Disable-MempalaceSchedule
        $json | Remove-MempalaceSchedule
        Get-MempalaceSchedule | Should -BeNullOrEmpty
    }

    It 'sets and installs the rows of a table that somebody wrote' {
        'Name,At,Environment', 'mempalace-session,05:00,', 'mempalace-pi-session,06:00,' | ConvertFrom-Csv | Select-Object Name, At |
            Set-MempalaceSchedule -WarningAction SilentlyContinue
        (Get-MempalaceSchedule).At | Should -Be '06:00', '05:00'
        'Source,Name,At,TimeLimit', 'OpenCode,early,01:00,30m', 'OpenCode,late,23:00,01:30:00' | ConvertFrom-Csv |
            Install-MempalaceSchedule -WarningAction SilentlyContinue | ForEach-Object { "$_ $($_.At) $($_.TimeLimit)" } |
            Should -Be 'early 01:00 00:30:00', 'late 23:00 01:30:00'
    }

    It 'keeps columns that were selected, as text, in a CSV file' {
        Get-MempalaceSchedule | Select-Object Name, Source, Health, At | ConvertTo-Csv | Select-Object -Skip 1 |
            Should -Match '^"mempalace-(pi-)?session","(Pi|OpenCode)","(Healthy|LingerOff)","(Tue 03:00|Mon,Thu 04:30)"$'
    }

    It 'sorts and groups' {
        (Get-MempalaceSchedule | Sort-Object TimeLimit -Descending).Name | Should -Be 'mempalace-session', 'mempalace-pi-session'
        (Get-MempalaceSchedule | Group-Object Scheduler).Name | Should -Be 'Systemd'
        (Get-MempalaceSchedule | Group-Object Source -AsHashTable -AsString)['Pi'].Name | Should -Be 'mempalace-pi-session'
    }

    It 'is its name as text' {
        Get-MempalaceSchedule mempalace-session | ForEach-Object { "$_" } | Should -Be 'mempalace-session'
    }

    It 'comes out of a job, and another runspace has it too' {
        $path = (Get-Module MempalaceSched).Path
        Start-Job { Import-Module $using:path; Get-MempalaceSchedule } | Receive-Job -Wait -AutoRemoveJob | ForEach-Object Name |
            Should -Be 'mempalace-pi-session', 'mempalace-session'
        1..2 | ForEach-Object -Parallel { Import-Module $using:path; @(Get-MempalaceSchedule).Count } | Should -Be 2, 2
    }

    It 'has the type that <Command> says' -ForEach @(
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
