Describe 'Show-MempalaceSchedule' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'writes a page that only its owner can read, and returns the file' {
        $null = Install-MempalaceSchedule OpenCode, Pi
        $run = '{"id":"20261101T030000Z-1","trigger":"scheduled","started":"2026-11-01T03:00:00Z","ended":"2026-11-01T03:01:05Z",' +
        '"duration":65,"exitCode":4,"outcome":"Failed","reason":"a <reason> & more","log":null}'
        Set-BedFile state/mempalace-sched/mempalace-session/history.jsonl "$run`n"
        $file = Show-MempalaceSchedule
        $file | Should -BeOfType ([IO.FileInfo])
        $file.FullName | Should -Be "$bed/mempalace-schedules.html"
        $file.UnixMode | Should -Be '-rw-------'
        $page = Get-BedText mempalace-schedules.html
        foreach ($part in 'mempalace-session', 'mempalace-pi-session', 'a &lt;reason&gt; &amp; more', '1 min 5 s', '2027-01-04T03:12:00+00:00') {
            $page | Should -BeLike "*$part*"
        }
        (Show-MempalaceSchedule).FullName | Should -Be "$bed/mempalace-schedules.html" -Because 'it overwrites its own page'
    }

    It 'contains only the schedules and the days that are given, and writes into an existing folder' {
        $null = Install-MempalaceSchedule OpenCode, Pi
        $null = New-Item -ItemType Directory reports
        $file = Get-MempalaceSchedule | Where-Object Source -EQ Pi | Show-MempalaceSchedule -Path reports -Days 3
        $file.FullName | Should -Be "$bed/reports/mempalace-schedules.html"
        $page = Get-BedText reports/mempalace-schedules.html
        $page | Should -Match '\b3 days\b'
        $page | Should -Match 'mempalace-pi-session'
        $page | Should -Not -Match '\bmempalace-session\b'
    }

    It 'writes a page without schedules, and creates its folder' {
        $null = Show-MempalaceSchedule -Path deep/er/none.html
        Get-BedText deep/er/none.html | Should -BeLike '*No schedules are installed*'
    }

    It 'overwrites a file that is not its own page only with -Force, and keeps a copy' {
        Set-Content page.html '<p>mine</p>'
        { Show-MempalaceSchedule -Path page.html } | Should -Throw -ErrorId 'ReportExists,MempalaceSched.Commands.ShowMempalaceScheduleCommand'
        Get-Content page.html | Should -Be '<p>mine</p>'
        $null = Show-MempalaceSchedule -Path page.html -Force
        $null = Show-MempalaceSchedule -Path page.html
        Get-BedText page.html | Should -BeLike '*Mempalace schedules*'
        Get-Content state/mempalace-sched/backups/* | Should -Be '<p>mine</p>'
    }

    It 'uses an edited style and an edited page, and requires the mark' {
        Set-BedFile config/mempalace-sched/templates/report.css "body { color: rebeccapurple; }`n"
        $null = Show-MempalaceSchedule
        Get-BedText mempalace-schedules.html | Should -BeLike '*rebeccapurple*'

        Set-BedFile config/mempalace-sched/templates/report.html.scriban '{{ mark }}<p>{{ report.headline | html }}</p>'
        $null = Show-MempalaceSchedule
        Get-BedText mempalace-schedules.html | Should -Match '<p>[^<]+</p>$'

        Set-BedFile config/mempalace-sched/templates/report.html.scriban '<p>{{ report.headline | html }}</p>'
        { Show-MempalaceSchedule -Path other.html } | Should -Throw -ErrorId 'TemplateInvalid,*'
        'other.html' | Should -Not -Exist
    }

    It 'writes nothing with -WhatIf' {
        (Invoke-Recorded 'Show-MempalaceSchedule -WhatIf').Host | Should -BeLike '*mempalace-schedules.html*'
        'mempalace-schedules.html' | Should -Not -Exist
    }

    It 'opens the page with -Open, and writes an error if that fails' {
        Set-Program xdg-open "#!/bin/sh`nprintf '%s' `"`$1`" >'$bed/opened'`n"
        $null = Show-MempalaceSchedule -Path "it's a page.html" -Open
        Get-BedText opened | Should -Be "$bed/it's a page.html"

        Set-Program xdg-open "#!/bin/sh`nexit 3`n"
        $file = Show-MempalaceSchedule -Path "it's a page.html" -Open -ErrorAction SilentlyContinue -ErrorVariable failed
        $file.FullName | Should -Be "$bed/it's a page.html"
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ReportNotOpened,*'
        "$failed" | Should -Match '\b3\b'
    }

    It 'does not wait for an opener that stays open, and does not end it' {
        Set-Program xdg-open "#!/bin/sh`necho `$`$ >'$bed/pid'`nexec sleep 60`n"
        $null = Show-MempalaceSchedule -Open
        $opener = Get-Process -Id (Get-Content pid)
        $opener.HasExited | Should -BeFalse
        $opener.Kill()
    }

    It 'rejects "<Arguments>" with <Id>' -ForEach @(
        @{ Id = 'ScheduleNotFound'; Arguments = 'nope -Path other.html' }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = '-Days 0' }
        @{ Id = 'ParameterArgumentValidationError'; Arguments = '-Days 63' }
    ) {
        { & ([scriptblock]::Create("Show-MempalaceSchedule $Arguments")) } | Should -Throw -ErrorId "$Id*"
        'other.html' | Should -Not -Exist
    }
}
