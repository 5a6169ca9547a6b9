Describe 'Files that a cmdlet returns' -Skip:(-not $IsLinux) {
    BeforeAll { . "$PSScriptRoot/Bed.ps1" }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterEach { Exit-Bed }

    It 'look like those of Get-Item: <Command>' -ForEach @(
        @{ Command = 'Export-MempalaceSchedule out -Source OpenCode -Scheduler Systemd, Cron -PassThru' }
        @{ Command = 'Export-MempalaceTemplate report.css -PassThru' }
        @{ Command = 'Show-MempalaceSchedule -Path page.html' }
    ) {
        $files = & ([scriptblock]::Create($Command))
        $files | Should -BeOfType ([IO.FileInfo])
        foreach ($file in $files) { $file.UnixMode | Should -Be (Get-Item $file.FullName -Force).UnixMode }
        $files | Format-Table | Out-String | Should -BeLike "*Directory: $($files[-1].DirectoryName)*"
    }

    It 'can be written to a PowerShell drive: <Command>' -ForEach @(
        @{ Command = 'Export-MempalaceSchedule Bed:/out -Source OpenCode -Scheduler Cron -PassThru' }
        @{ Command = 'Export-MempalaceTemplate report.css -OutputPath Bed:/out -PassThru' }
        @{ Command = 'Show-MempalaceSchedule -Path Bed:/out/page.html' }
    ) {
        $null = New-PSDrive Bed FileSystem $bed
        & ([scriptblock]::Create($Command)) | ForEach-Object FullName | Should -BeLike "$bed/out/*"
        [IO.Directory]::Exists("$bed/Bed:") | Should -BeFalse
    }
}
