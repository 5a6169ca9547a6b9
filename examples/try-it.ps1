<#
.SYNOPSIS
    Walks through a schedule's life cycle in a temporary folder.
.DESCRIPTION
    Installs a schedule for the embedded scheduler, runs it, shows the schedule, its history and its log, and removes it.
    The mempalace-session script in this folder does the mining. HOME is a temporary folder that is deleted at the
    end, so your own files, timers and agents do not change.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../out/MempalaceSched/MempalaceSched.psd1"))

function Write-Step([string] $Text) { "`n== $Text" }

# The embedded scheduler does not run as a process here, so each call would write a warning.
$WarningPreference = 'SilentlyContinue'
$folder = [IO.Directory]::CreateTempSubdirectory('try-mempalace-').FullName
$saved = @{}
foreach ($name in 'HOME', 'PATH', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME',
    'MEMPALACE_PALACE_PATH', 'MEMPAL_PALACE_PATH') {
    $saved[$name] = [Environment]::GetEnvironmentVariable($name)
    if ($name -notin 'HOME', 'PATH') { [Environment]::SetEnvironmentVariable($name, $null) }
}

try {
    $env:HOME = $folder
    # The replacement for mempalace-session is in the folder of this script.
    $env:PATH = "$PSScriptRoot$([IO.Path]::PathSeparator)$($saved.PATH)"

    Write-Step "A temporary home folder with three opencode sessions: $folder"
    $null = [IO.Directory]::CreateDirectory("$folder/.local/share/opencode")
    [IO.File]::WriteAllLines("$folder/.local/share/opencode/opencode.db", [string[]] ('monday', 'tuesday', 'wednesday'))

    Write-Step 'Install-MempalaceSchedule OpenCode -Scheduler Embedded: this scheduler exists on every machine'
    Install-MempalaceSchedule OpenCode -Scheduler Embedded -RandomDelay 0 | Out-Default

    Write-Step 'Start-MempalaceMine -DryRun: shows what a run would do'
    Start-MempalaceMine mempalace-session -DryRun | Out-Default

    Write-Step 'Start-MempalaceScheduler -Once: the schedule looks nine days old, so a run was missed, and it is caught up'
    $schedule = Get-MempalaceSchedule mempalace-session
    [IO.File]::SetLastWriteTime($schedule.DefinitionPath, [datetime]::Now.AddDays(-9))
    Start-MempalaceScheduler -Once | Out-Default

    Write-Step 'Start-MempalaceMine: a run started by hand files nothing twice'
    Start-MempalaceMine mempalace-session | Out-Default

    Write-Step 'Get-MempalaceSchedule'
    Get-MempalaceSchedule | Out-Default

    Write-Step 'Get-MempalaceMineHistory: the newest run first'
    Get-MempalaceMineHistory | Out-Default

    Write-Step 'Get-MempalaceMineLog -Tail 3'
    Get-MempalaceMineLog -Tail 3 | Out-Default

    Write-Step 'Remove-MempalaceSchedule -Purge: only the sessions and the palace remain'
    Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge
    Get-ChildItem $folder -Recurse -File -Force -Name | Out-Default
}
finally {
    foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
    Remove-Item $folder -Recurse -Force
}
