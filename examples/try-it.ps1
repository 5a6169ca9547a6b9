<#
.SYNOPSIS
    The whole life of a schedule, in a throw-away HOME, with a stand-in for mempalace-session.
.DESCRIPTION
    Installs a schedule for the embedded scheduler, has it run, looks at it, and removes it again. Timers of systemd and agents of launchd belong to your own login, which this is not to touch: all that it writes
    is in a temporary folder. Runs in pwsh, and in mempalace-sched where there is no pwsh.
#>
$ErrorActionPreference = 'Stop'

if (-not (Get-Command Install-MempalaceSchedule -ErrorAction Ignore)) {
    Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../out/MempalaceSched/MempalaceSched.psd1"))
}

function say([string] $text) { "`n== $text" }

$folder = [IO.Directory]::CreateTempSubdirectory('try-mempalace-').FullName
$saved = @{}
foreach ($name in 'HOME', 'PATH', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME', 'MEMPALACE_PALACE_PATH', 'MEMPAL_PALACE_PATH') {
    $saved[$name] = [Environment]::GetEnvironmentVariable($name)
    if ($name -notin 'HOME', 'PATH') { [Environment]::SetEnvironmentVariable($name, $null) }
}

try {
    $env:HOME = $folder
    $env:PATH = "$PSScriptRoot$([IO.Path]::PathSeparator)$($saved.PATH)" # the stand-in lies beside this script

    say "A throw-away HOME with three opencode sessions in it: $folder"
    $null = [IO.Directory]::CreateDirectory("$folder/.local/share/opencode")
    [IO.File]::WriteAllLines("$folder/.local/share/opencode/opencode.db", [string[]] ('monday-talk', 'tuesday-talk', 'wednesday-talk'))

    say 'Install for the embedded scheduler, which is there on every machine'
    Install-MempalaceSchedule OpenCode -Scheduler Embedded -RandomDelay 0 | Out-Default
    $WarningPreference = 'SilentlyContinue' # said once is enough

    say 'What a mine would do'
    Start-MempalaceMine mempalace-session -DryRun | Out-Default

    say 'Say that it was installed nine days ago, and that the machine was off on Monday: the scheduler makes up for it'
    $schedule = Get-MempalaceSchedule mempalace-session
    [IO.File]::SetLastWriteTime($schedule.DefinitionPath, [datetime]::Now.AddDays(-9))
    Start-MempalaceScheduler -Once | Out-Default

    say 'Mine by hand as well: nothing is filed twice'
    Start-MempalaceMine mempalace-session | Out-Default

    say 'The schedules'
    Get-MempalaceSchedule | Out-Default

    say 'The history, the newest run first'
    Get-MempalaceMineHistory | Out-Default

    say 'The end of the newest log'
    Get-MempalaceMineLog -Tail 3 | Out-Default

    say 'Remove it, with all traces. What is left are the sessions and the palace:'
    Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge
    [IO.Directory]::GetFiles($folder, '*', 'AllDirectories').ForEach({ [IO.Path]::GetRelativePath($folder, $_) }) | Out-Default
}
finally {
    foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
    [IO.Directory]::Delete($folder, $true)
}
