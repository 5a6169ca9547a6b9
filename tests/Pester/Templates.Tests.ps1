Describe 'Export-MempalaceTemplate' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $folder = 'config/mempalace-sched/templates'
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'writes one template to the folder where the module looks for templates' {
        Export-MempalaceTemplate systemd.timer.scriban | Should -BeNullOrEmpty
        (Get-ChildItem $folder).Name | Should -Be 'systemd.timer.scriban'
        Get-BedText "$folder/systemd.timer.scriban" | Should -BeLike '*OnCalendar=*'
    }

    It 'writes all templates to -OutputPath' {
        $files = Export-MempalaceTemplate -OutputPath t -PassThru
        $files.Name | Should -Be (Get-ChildItem t).Name
        $files.Name | Should -Contain 'systemd.service.scriban'
        $folder | Should -Not -Exist
    }

    It 'overwrites a file only with -Force' {
        Export-MempalaceTemplate report.css -OutputPath t
        Set-Content t/report.css 'mine'
        { Export-MempalaceTemplate report.css -OutputPath t } | Should -Throw -ErrorId 'FileExists,*'
        Get-Content t/report.css | Should -Be 'mine'
        Export-MempalaceTemplate report.css -OutputPath t -Force
        Get-Content t/report.css | Should -Not -Be 'mine'
    }

    It 'writes nothing with -WhatIf' {
        $before = Get-BedFile
        (Invoke-Recorded 'Export-MempalaceTemplate -PassThru -WhatIf').Output | Should -BeNullOrEmpty
        Get-BedFile | Should -Be $before
    }

    It 'rejects "<Arguments>" with <Id>' -ForEach @(
        @{ Id = 'TemplateNotFound'; Arguments = 'timer' }
        @{ Id = 'DriveNotFound'; Arguments = '-OutputPath Nowhere:/out' }
    ) {
        { & ([scriptblock]::Create("Export-MempalaceTemplate $Arguments")) } | Should -Throw -ErrorId "$Id,*"
    }
}

Describe 'An edited template' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $folder = 'config/mempalace-sched/templates'
    }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'takes effect with the next install, also for exports, until it is deleted' {
        $null = Install-MempalaceSchedule OpenCode
        $timer = Get-BedText config/systemd/user/mempalace-session.timer
        Export-MempalaceTemplate systemd.timer.scriban
        $null = Get-MempalaceSchedule | Install-MempalaceSchedule
        Get-BedText config/systemd/user/mempalace-session.timer | Should -Be $timer

        Set-BedFile "$folder/systemd.timer.scriban" (Get-BedText "$folder/systemd.timer.scriban").Replace('AccuracySec=1s', 'AccuracySec=1min')
        (Get-MempalaceSchedule).Health | Should -Be 'Drifted'
        (Invoke-Recorded 'Get-MempalaceSchedule | Install-MempalaceSchedule -WhatIf').Host | Should -Match '(?m)^\+AccuracySec=1min'
        $null = Get-MempalaceSchedule | Install-MempalaceSchedule
        Export-MempalaceSchedule out -Scheduler Systemd -Source OpenCode -TargetHome /home/kim
        foreach ($file in 'config/systemd/user/mempalace-session.timer', 'out/systemd/mempalace-session.timer') {
            Get-BedText $file | Should -BeLike '*AccuracySec=1min*'
        }

        Remove-Item "$folder/systemd.timer.scriban"
        $null = Get-MempalaceSchedule | Install-MempalaceSchedule
        Get-BedText config/systemd/user/mempalace-session.timer | Should -Be $timer
    }

    It 'with <Case> makes installs and exports fail without any change' -ForEach @(
        @{ Case = 'an unknown variable'; Text = "[Timer]`n{{ palase }}`n" }
        @{ Case = 'a syntax error'; Text = "{{ end }}`n" }
        @{ Case = 'a missing mark'; Text = "[Timer]`n" }
    ) {
        $null = Install-MempalaceSchedule Pi
        Set-BedFile "$folder/systemd.timer.scriban" $Text
        $files, $calls = (Get-BedFile), @(Get-Call).Count
        foreach ($script in 'Install-MempalaceSchedule OpenCode', 'Set-MempalaceSchedule mempalace-pi-session -At 05:00',
            'Export-MempalaceSchedule out -Scheduler Systemd -Source OpenCode') {
            { & ([scriptblock]::Create($script)) } |
                Should -Throw -ErrorId 'TemplateInvalid,*' -ExpectedMessage "*$bed/$folder/systemd.timer.scriban*"
        }
        Get-BedFile | Should -Be $files
        Get-Call | Should -HaveCount $calls
    }

    It 'with an error does not prevent a schedule from being shown, started and removed' {
        $null = Install-MempalaceSchedule Pi
        Set-BedFile "$folder/systemd.timer.scriban" '{{ palase }}'
        Get-MempalaceSchedule | Should -HaveCount 1
        $null = Start-MempalaceMine mempalace-pi-session
        Remove-MempalaceSchedule mempalace-pi-session
        Get-MempalaceSchedule | Should -BeNullOrEmpty
        Get-ChildItem config -Recurse -File | ForEach-Object Name | Should -Be 'systemd.timer.scriban'
    }

    It 'whose name is unknown is reported by a warning of <Script>' -ForEach @(
        @{ Script = 'Install-MempalaceSchedule OpenCode' }
        @{ Script = 'Export-MempalaceSchedule out' }
    ) {
        Set-BedFile "$folder/systemd.timer.scriban~" ''
        $null = . ([scriptblock]::Create("$Script -WarningVariable warnings"))
        @($warnings | Where-Object { "$_" -like "*'$bed/$folder/systemd.timer.scriban~'*" }) | Should -HaveCount 1
    }
}
