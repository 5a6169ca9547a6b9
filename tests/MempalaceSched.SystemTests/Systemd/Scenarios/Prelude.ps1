# Functions that the scenarios share. Each scenario runs in a bed as the user of the bed, in one PowerShell process that
# Run.ps1 prepares. A scenario reports its results by key, and the tests check them.

$project = '/srv/project'
$pwsh = "$project/out/pwsh/pwsh"
$run = "$project/tests/MempalaceSched.SystemTests/PowerShell/Run.ps1"

function Report([string] $Key, $Value) { [pscustomobject]@{ Key = $Key; Value = $Value } }

# Runs a block and returns its output, errors and warnings separately.
function Call([scriptblock] $Block) {
    $result = @{ Output = @(); ErrorIds = @(); Errors = @(); WaysOut = @(); Warnings = @() }
    foreach ($item in & $Block 2>&1 3>&1) {
        if ($item -is [Management.Automation.ErrorRecord]) {
            $result.ErrorIds += $item.FullyQualifiedErrorId.Split(',')[0]
            $result.Errors += "$item"
            $result.WaysOut += "$($item.ErrorDetails.RecommendedAction)"
        }
        elseif ($item -is [Management.Automation.WarningRecord]) { $result.Warnings += "$item" }
        else { $result.Output += $item }
    }
    [pscustomobject]$result
}

# Waits for a condition. Returns whether it became true.
function Await([scriptblock] $Condition, [double] $Seconds = 15) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        if (& $Condition) { return $true }
        Start-Sleep 0.05
    }
    $false
}

function Write-Text([string] $Path, [string] $Text, [switch] $Executable) {
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($Path))
    [IO.File]::WriteAllText($Path, $Text)
    if ($Executable) { & chmod 755 $Path }
}

# Returns types, modes, link targets and hashes of all files in a folder, except the files that PowerShell itself
# writes.
function Get-Tree([string] $Folder) {
    @(& /bin/sh -c 'cd "$1" && { find . ! -path "*/powershell*" -printf "%p %y %m %l\n"; find . -type f ! -path "*/powershell/*" -exec sha256sum {} +; } | LC_ALL=C sort' sh $Folder)
}

# Returns the differences between two lists: "-" for removed and "+" for added lines.
function Compare-Lists($Before, $After) {
    $was = [Collections.Generic.HashSet[string]]::new([string[]]@($Before))
    $is = [Collections.Generic.HashSet[string]]::new([string[]]@($After))
    @($was | Where-Object { -not $is.Contains($_) } | ForEach-Object { "-$_" }) + @($is | Where-Object { -not $was.Contains($_) } | ForEach-Object { "+$_" })
}

# Returns the module's units that the user manager knows.
function Get-Units {
    $names = 'mempalace|^mine-'
    @(& systemctl --user list-units --all --plain --no-legend '--state=loaded,failed,not-found,inactive,active' | Where-Object { $_ -match $names }) +
    @(& systemctl --user list-unit-files --no-legend | Where-Object { $_ -match $names }) +
    @(& systemctl --user --failed --plain --no-legend)
}

function Get-UnitProperty([string] $Unit, [string] $Property) { & systemctl --user show --value "--property=$Property" -- $Unit }

# Returns the processes of this user whose command line contains a word.
function Get-Processes([string] $Word) { @(& pgrep -u ([Environment]::UserName) -f -- $Word) }

function Get-History([string] $Name) { @([IO.File]::ReadAllLines("$HOME/.local/state/mempalace-sched/$Name/history.jsonl")) }

# ---- Stand-ins

function Install-StandIns {
    $null = [IO.Directory]::CreateDirectory("$HOME/.local/bin")
    & cp "$project/examples/mempalace-session" "$HOME/.local/bin/mempalace-session"
    Write-Text "$HOME/.local/bin/mempalace" "#!/bin/sh`n[ `"`$1`" != --version ] || { echo 'mempalace 3.7.1'; exit; }`necho 'Files processed: 2'`necho 'Drawers filed: 7'`n" -Executable
    Write-Text "$HOME/.local/share/opencode/opencode.db" "first talk`nsecond talk`nthird talk`n"
}

# Makes systemctl and loginctl record each call. A file in /tmp/disturb makes a call fail, hang or return less.
function Install-Recorder {
    foreach ($program in 'systemctl', 'loginctl') {
        Write-Text "/tmp/recorder/$program" @"
#!/bin/sh
echo "$program `$*" >>/tmp/calls
for word; do
    if [ -e "/tmp/disturb/fail-`$word" ]; then echo "stand-in: `$word is refused" >&2; exit 1; fi
    if [ -e "/tmp/disturb/slow-`$word" ]; then /usr/bin/$program "`$@"; sleep 20; exit; fi
    if [ -e "/tmp/disturb/blind-`$word" ]; then /usr/bin/$program "`$@" | sed 's/^NextElapseUSecRealtime=.*/NextElapseUSecRealtime=/'; exit; fi
done
exec /usr/bin/$program "`$@"
"@ -Executable
    }
    $null = [IO.Directory]::CreateDirectory('/tmp/disturb')
    $env:PATH = "/tmp/recorder:$env:PATH"
}

function Disturb([string] $What) { Write-Text "/tmp/disturb/$What" '' }

function Restore-Peace { & /bin/sh -c 'rm -f /tmp/disturb/*' }

# Reports what a failed block changed in the home folder and in the user manager.
function Report-Failure([string] $Key, [string] $Disturbance, [scriptblock] $Block) {
    $tree = Get-Tree $HOME
    $known = Get-Units
    if ($Disturbance) { Disturb $Disturbance }
    Report $Key (Call $Block)
    Restore-Peace
    Report "$Key.tree" (Compare-Lists $tree (Get-Tree $HOME))
    Report "$Key.units" (Compare-Lists $known (Get-Units))
}

# Returns the commands that the module runs in a block.
function Get-Calls([scriptblock] $Block) {
    [IO.File]::WriteAllText('/tmp/calls', '')
    $null = & $Block
    @([IO.File]::ReadAllLines('/tmp/calls'))
}
