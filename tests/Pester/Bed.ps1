# A bed is a temporary home folder. Its programs on PATH include stand-ins for systemctl, loginctl and crontab, so the
# tests change nothing outside the bed. A test enters a bed first, and leaves it at the end.

. "$PSScriptRoot/RecordingHost.ps1"

$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$module = "$root/out/MempalaceSched/MempalaceSched.psd1"

function Enter-Bed {
    # Creates a bed below TestDrive and returns its path.
    $path = "$((Get-Item $TestDrive -ErrorAction Stop).FullName)/$([guid]::NewGuid().ToString('N').Substring(0, 8))"
    $script:bedPath = $path
    $script:kept = @{}
    $variables = @{
        HOME            = $path
        PATH            = "$path/bin:/usr/bin:/bin"
        XDG_CONFIG_HOME = "$path/config"
        XDG_DATA_HOME   = "$path/data"
        XDG_STATE_HOME  = "$path/state"
        XDG_CACHE_HOME  = "$path/cache"
        XDG_RUNTIME_DIR = "$path/run"
        STANDIN         = "$path/standin"
        TZ              = 'UTC'
    }
    foreach ($name in @($variables.Keys) + 'SUDO_UID', 'MEMPALACE_PALACE_PATH', 'MEMPAL_PALACE_PATH', 'DOCKER_HOST', 'CONTAINER_HOST') {
        $script:kept[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $variables[$name])
    }
    foreach ($folder in 'bin', 'standin', 'run/systemd', 'data/opencode') { $null = [IO.Directory]::CreateDirectory("$path/$folder") }
    # The module asks this socket whether a user manager runs.
    $script:manager = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
    $script:manager.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new("$path/run/systemd/private"))
    $script:manager.Listen(100)

    Set-BedFile data/opencode/opencode.db "one`ntwo`n"
    Set-Program mempalace-session ([IO.File]::ReadAllText("$root/examples/mempalace-session"))
    # A release that uses ~/.mempalace, and needs the wrapper to mine the sessions of pi.
    Set-Program mempalace "#!/bin/sh`n[ `"`$1`" != --version ] || echo 'mempalace 3.4.0'`n"
    Set-Program mempalace-pi-session "#!/bin/sh`n"
    foreach ($name in 'systemctl', 'loginctl') { Set-Program $name ([IO.File]::ReadAllText("$root/tests/beds/$name-standin.sh")) }
    Set-Program crontab "#!/bin/sh`necho `"`$*`" >>`"`$STANDIN/crontab-calls`"`necho 'no crontab for robin' >&2`nexit 1`n"

    Push-Location $path
    if (-not (Get-Module MempalaceSched)) { Import-Module $module -Scope Global }
    $path
}

function Exit-Bed {
    Pop-Location
    $script:manager.Dispose()
    foreach ($name in $script:kept.Keys) { [Environment]::SetEnvironmentVariable($name, $script:kept[$name]) }
}

function Set-BedFile([string] $Name, [string] $Text) {
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName("$script:bedPath/$Name"))
    [IO.File]::WriteAllText("$script:bedPath/$Name", $Text)
}

function Get-BedText([string] $Name) { [IO.File]::ReadAllText("$script:bedPath/$Name") }

function Set-Program([string] $Name, [string] $Text) {
    # A name with a folder is a path in the bed; any other program is in the folder bin.
    $file = $Name.Contains('/') ? $Name : "bin/$Name"
    Set-BedFile $file $Text
    [IO.File]::SetUnixFileMode("$script:bedPath/$file", [IO.UnixFileMode] 0x1C0)
}

function Get-BedFile([switch] $Timeless) {
    # Every file except for locks and the files of the stand-ins: its name, its permissions and a hash of its content.
    # With -Timeless, without the time of the install. Uses .NET, because Get-ChildItem and Get-FileHash are slow.
    foreach ($path in [IO.Directory]::GetFiles($script:bedPath, '*', 'AllDirectories') | Sort-Object) {
        $name = $path.Substring($script:bedPath.Length + 1)
        if ($name -match '^(standin|run)/|\.lock$') { continue }
        $bytes = [IO.File]::ReadAllBytes($path)
        if ($Timeless -and $name -like '*.json') {
            $bytes = [Text.Encoding]::UTF8.GetBytes(([IO.File]::ReadAllText($path) -replace '"storeSince": "[^"]+"'))
        }
        $hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes))
        "$name $([Convert]::ToString([int] [IO.File]::GetUnixFileMode($path), 8)) $hash"
    }
}

function Get-Call([switch] $Change) {
    # The commands that the stand-ins were called with; with -Change only those that change something.
    if (-not (Test-Path "$script:bedPath/standin/calls")) { return }
    Get-Content "$script:bedPath/standin/calls" | Where-Object { -not $Change -or $_ -notlike '* show *' }
}

function Get-Line {
    # The lines of a table or list, without colors and without empty lines at the beginning and the end.
    ($input | Out-String -Width 300).Trim() -replace '\e\[[0-9;]*m' -split '\r?\n'
}

function Set-Wait([string] $Output = 'Drawers filed: 1', [string] $Before = '') {
    # A mempalace-session that writes the file "waiting", and ends when Resume-Run is called or the bed is deleted.
    Set-Program mempalace-session @"
#!/bin/sh
$Before
echo `$`$ >'$script:bedPath/pid'
: >'$script:bedPath/waiting'
until [ -e '$script:bedPath/go-on' ] || [ ! -d '$script:bedPath' ]; do sleep 0.05; done
echo '$Output'
"@
}

function Resume-Run { Set-BedFile go-on '' }

function Set-Running([string] $Name, [int] $ProcessId) {
    # Marks a schedule as running, as the launcher does. The process must exist.
    $started = [DateTime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
    $marker = [ordered] @{ id = 'run-1'; trigger = 'manual'; started = $started; log = 'run-1.log'; pid = $ProcessId }
    Set-BedFile "state/mempalace-sched/$Name/running" ($marker | ConvertTo-Json -Compress)
}

function Wait-Until([scriptblock] $Condition, [string] $What) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt 60) { throw "Not within 60 s: $What" }
        Start-Sleep -Milliseconds 20
    }
}

function Invoke-Recorded {
    # Runs a script in a runspace whose host records what is written to it.
    #   -Answer     the answers to questions, by the position of the choice: 0 is yes, 2 is no
    #   -StopWhen   stops the script, as Ctrl+C does, as soon as this file exists
    param([Parameter(Mandatory)] [string] $Script, [int[]] $Answer = @(), [string] $StopWhen)

    $recorder = [RecordingHost]::new($Answer)
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($module)
    $runspace = [runspacefactory]::CreateRunspace($recorder, $state)
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try {
        $null = $shell.AddScript("Set-Location '$script:bedPath'`n$Script")
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        $ended = $null
        $clock = [Diagnostics.Stopwatch]::new()
        try {
            $work = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            if ($StopWhen) {
                Wait-Until { (Test-Path $StopWhen) -or $work.IsCompleted } "'$StopWhen' exists"
                $clock.Start()
                $shell.Stop()
            }
            else { $shell.EndInvoke($work) }
        }
        catch { $ended = $_.Exception.InnerException.ErrorRecord ?? $_ }
        [pscustomobject]@{
            Output        = @($output)
            Error         = @($shell.Streams.Error) + @($ended | Where-Object { $_ })
            Warning       = @($shell.Streams.Warning | ForEach-Object Message)
            Verbose       = @($shell.Streams.Verbose | ForEach-Object Message)
            Progress      = @($shell.Streams.Progress)
            Host          = $recorder.UI.Text.ToString()
            Stopped       = $shell.InvocationStateInfo.State -eq 'Stopped'
            SecondsToStop = $clock.Elapsed.TotalSeconds
        }
    }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
    }
}
