# A home of its own in TestDrive, with stand-ins for systemctl and loginctl on PATH, and the module imported.

function Enter-Bed {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path)

    $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
    $script:kept = @{}
    $variables = @{
        HOME            = $Path
        PATH            = "$Path/bin:/usr/bin:/bin"
        XDG_CONFIG_HOME = "$Path/config"
        XDG_DATA_HOME   = "$Path/data"
        XDG_STATE_HOME  = "$Path/state"
        XDG_RUNTIME_DIR = "$Path/runtime"
        STANDIN         = "$Path/standin"
        TZ              = 'UTC'
    }
    foreach ($name in @($variables.Keys) + 'SUDO_UID', 'MEMPALACE_PALACE_PATH', 'MEMPAL_PALACE_PATH') {
        $script:kept[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $variables[$name])
    }
    $null = New-Item -ItemType Directory -Force "$Path/bin", "$Path/standin", "$Path/runtime/systemd", "$Path/data/opencode"
    # The user manager's door, with somebody behind it.
    Remove-Item "$Path/runtime/systemd/private" -ErrorAction Ignore
    $script:manager = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
    $script:manager.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new("$Path/runtime/systemd/private"))
    $script:manager.Listen(100)
    Set-Content "$Path/data/opencode/opencode.db" 'one', 'two'
    Copy-Item "$root/examples/mempalace-session" "$Path/bin/mempalace-session"
    Copy-Item "$root/examples/mempalace-session" "$Path/bin/mempalace-pi-session"
    Copy-Item "$root/tests/beds/systemctl-standin.sh" "$Path/bin/systemctl"
    Copy-Item "$root/tests/beds/loginctl-standin.sh" "$Path/bin/loginctl"
    & /bin/sh -c 'chmod +x "$1"/*' - "$Path/bin"

    $module = $env:MEMPALACE_SCHED_MODULE ? $env:MEMPALACE_SCHED_MODULE : "$root/out/MempalaceSched"
    Import-Module $module -Force
}

function Exit-Bed {
    $script:manager.Dispose()
    foreach ($name in $script:kept.Keys) { [Environment]::SetEnvironmentVariable($name, $script:kept[$name]) }
}

function Get-BedFile {
    # Everything that is in the bed but for what the stand-ins keep, with its content.
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path)

    Get-ChildItem $Path -Recurse -File -Force | Where-Object FullName -NotMatch '/(standin|runtime)/' | Sort-Object FullName |
        ForEach-Object { "$($_.FullName) $($_.UnixMode) $((Get-FileHash $_.FullName).Hash)" }
}
