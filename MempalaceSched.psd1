@{
    RootModule           = 'MempalaceSched.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d2c2f0e-6c0b-4f0a-9a86-3f0b8a1f7c55'
    Author               = 'MempalaceSched contributors'
    CompanyName          = 'MempalaceSched contributors'
    Copyright            = '(c) MempalaceSched contributors. MIT License.'
    Description          = 'Weekly mining of coding-agent sessions into a memory palace, on the machine''s own scheduler, with one cmdlet.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('MempalaceSched.Format.ps1xml')
    CmdletsToExport      = @(
        'Disable-MempalaceSchedule'
        'Enable-MempalaceSchedule'
        'Export-MempalaceSchedule'
        'Export-MempalaceTemplate'
        'Get-MempalaceMineHistory'
        'Get-MempalaceMineLog'
        'Get-MempalaceSchedule'
        'Import-MempalaceSchedule'
        'Install-MempalaceSchedule'
        'Remove-MempalaceSchedule'
        'Repair-MempalaceSchedule'
        'Restore-MempalacePalace'
        'Set-MempalaceSchedule'
        'Show-MempalaceSchedule'
        'Start-MempalaceMine'
        'Start-MempalaceScheduler'
        'Stop-MempalaceMine'
        'Test-MempalaceSchedule'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('mempalace', 'systemd', 'launchd', 'cron', 'timer', 'scheduler', 'opencode', 'claude', 'codex', 'gemini',
                             'PSEdition_Core', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
