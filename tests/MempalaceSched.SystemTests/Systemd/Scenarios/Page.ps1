# Runs the commands of a documentation page in one PowerShell process. COMMANDS is a file with one command per line:
# "prompt COMMAND" for PowerShell, or "shell COMMAND" for commands that readers do not see.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
# Like the real mempalace, it reports a usage error for an unknown verb.
Write-Text "$HOME/.local/bin/mempalace" @'
#!/bin/sh
[ "$1" != --palace ] || shift 2
case $1 in
    --version) echo 'mempalace 3.7.1' ;;
    mine) echo 'Done.'; echo '  Files processed: 4'; echo '  Files skipped (already filed): 0'; echo '  Drawers filed: 9' ;;
    repair) echo 'Done.' ;;
    *) echo "mempalace: error: argument command: invalid choice: '$1'" >&2; exit 2 ;;
esac
'@ -Executable
Write-Text "$HOME/.local/bin/curl" "#!/bin/sh`n" -Executable # the bed has no network
Write-Text "$HOME/notes/one.md" "a note`n"
$env:PATH = "$HOME/.local/bin:/usr/local/bin:/usr/bin:/bin"
$PSStyle.OutputRendering = 'PlainText'
Set-Location $HOME

# Formats output like a console with 140 columns, which leaves the last column empty.
function Show-Command([scriptblock] $Block) {
    . $Block *>&1 | ForEach-Object {
        if ($_ -is [Management.Automation.WarningRecord]) { "WARNING: $_" }
        elseif ($_ -is [Management.Automation.VerboseRecord]) { "VERBOSE: $_" }
        else { $_ }
    } | Out-String -Stream -Width 139 | ForEach-Object { $_.Replace($HOME, '/home/you').Replace([Environment]::UserName, 'you').TrimEnd() }
}

$number = 0
foreach ($line in [IO.File]::ReadAllLines($env:COMMANDS)) {
    $kind, $command = $line.Split(' ', 2)
    $global:LASTEXITCODE = 0
    $block = $kind -eq 'shell' ? { & /bin/sh -c $command } : [scriptblock]::Create($command)
    $output = @(Show-Command $block)
    Report "$number" ([pscustomobject]@{ Code = $LASTEXITCODE; Output = $output })
    $number++
}
