Describe 'Files' -Skip:(-not $IsLinux) {
    BeforeEach {
        . "$PSScriptRoot/Bed.ps1"
        $bed = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        Enter-Bed $bed
        Install-MempalaceSchedule OpenCode, Pi -WarningAction SilentlyContinue | Out-Null
        Push-Location $bed
    }

    AfterEach {
        Pop-Location
        Exit-Bed
    }

    It 'exports the files that an install writes' {
        Get-MempalaceSchedule mempalace-session | Export-MempalaceSchedule ./out -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        Get-FileHash "$bed/out/systemd/mempalace-session.timer" | ForEach-Object Hash | Should -Be (Get-FileHash "$bed/config/systemd/user/mempalace-session.timer").Hash
        "$bed/out/README.md" | Should -Exist
        "$bed/out/systemd/mempalace-pi-session.timer" | Should -Not -Exist
    }

    It 'gives files as Get-Item does: <Command>' -ForEach @(
        @{ Command = 'Export-MempalaceSchedule ./out -Scheduler Systemd, Cron -PassThru' }
        @{ Command = 'Export-MempalaceTemplate report.css -PassThru' }
        @{ Command = 'Show-MempalaceSchedule -Path page.html' }
    ) {
        $files = & ([scriptblock]::Create($Command)) 3>$null
        $files | Should -Not -BeNullOrEmpty
        foreach ($file in $files) {
            $file | Should -BeOfType ([IO.FileInfo])
            $file.UnixMode | Should -Be (Get-Item $file.FullName -Force).UnixMode
        }
        $files | Format-Table | Out-String | Should -Match "Directory: $([regex]::Escape($files[-1].DirectoryName))"
    }

    It 'takes a path on a drive of PowerShell: <Command>' -ForEach @(
        @{ Command = 'Export-MempalaceSchedule Bed:/out -Scheduler Cron -PassThru' }
        @{ Command = 'Export-MempalaceTemplate report.css -OutputPath Bed:/out -PassThru' }
        @{ Command = 'Show-MempalaceSchedule -Path Bed:/out/page.html' }
    ) {
        $null = New-PSDrive Bed FileSystem $bed
        & ([scriptblock]::Create($Command)) 3>$null | ForEach-Object FullName | Should -BeLike "$bed/out/*"
        "$bed/Bed:" | Should -Not -Exist
    }

    It 'writes no file over another, unless it is told to' {
        Export-MempalaceTemplate report.css -OutputPath t
        Set-Content t/report.css 'mine'
        { Export-MempalaceTemplate report.css -OutputPath t -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*'
        Get-Content t/report.css | Should -Be 'mine'
        Export-MempalaceTemplate report.css -OutputPath t -Force
        Get-Content t/report.css | Should -Not -Be 'mine'

        Set-Content page.html 'mine'
        { Show-MempalaceSchedule -Path page.html -ErrorAction Stop } | Should -Throw -ErrorId 'ReportExists,*'
        Get-Content page.html | Should -Be 'mine'
    }

    It 'shows the schedules that come along the pipeline as a page' {
        $page = Get-MempalaceSchedule | Where-Object Source -EQ Pi | Show-MempalaceSchedule -Days 3
        $page.Name | Should -Be 'mempalace-schedules.html'
        $text = Get-Content $page -Raw
        $text | Should -Match 'mempalace-pi-session'
        $text | Should -Not -Match '\bmempalace-session\b'
    }

    It 'adopts what was made by hand' {
        Remove-MempalaceSchedule *
        $units = (New-Item -ItemType Directory -Force "$bed/config/systemd/user").FullName
        Set-Content "$units/nightly.service" '[Service]', 'Type=oneshot', "ExecStart=$bed/bin/mempalace-session"
        Set-Content "$units/nightly.timer" '[Timer]', 'OnCalendar=*-*-* 04:00', 'Persistent=true', '', '[Install]', 'WantedBy=timers.target'
        $before = Get-BedFile $bed
        Import-MempalaceSchedule -Scheduler Systemd -WhatIf | Should -BeNullOrEmpty
        Get-BedFile $bed | Should -Be $before

        $adopted = Import-MempalaceSchedule -Scheduler Systemd -WarningAction SilentlyContinue -WarningVariable warned
        $adopted.Name | Should -Be 'nightly' -Because "$warned"
        "$($adopted.Source) $($adopted.At)" | Should -Be 'OpenCode 04:00'
        Import-MempalaceSchedule -Scheduler Systemd | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf: <Command>' -ForEach @(
        @{ Command = 'Export-MempalaceSchedule ./out -PassThru' }
        @{ Command = 'Export-MempalaceTemplate -PassThru' }
        @{ Command = 'Show-MempalaceSchedule' }
    ) {
        $before = Get-BedFile $bed
        & ([scriptblock]::Create("$Command -WhatIf")) 3>$null | Should -BeNullOrEmpty
        Get-BedFile $bed | Should -Be $before
    }

    It 'fails with <Id> for <Command>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Command = 'Export-MempalaceSchedule ./out -Name nope' }
        @{ Id = 'OptionConflict'; Command = 'Export-MempalaceSchedule ./out -Source OpenCode, Pi -Name one' }
        @{ Id = 'ScheduleNotFound'; Command = 'Show-MempalaceSchedule nope' }
        @{ Id = 'TemplateNotFound'; Command = 'Export-MempalaceTemplate nope' }
        @{ Id = 'ParameterArgumentValidationError'; Command = 'Show-MempalaceSchedule -Days 63' }
        @{ Id = 'DriveNotFound'; Command = 'Export-MempalaceTemplate -OutputPath Nowhere:/out' }
    ) {
        { & ([scriptblock]::Create("$Command -ErrorAction Stop")) } | Should -Throw -ErrorId "$Id,*"
    }
}
