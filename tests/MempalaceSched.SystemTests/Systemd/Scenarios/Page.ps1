# Runs the commands of a page, one after the other, as its reader would. From the outside: COMMANDS, a file with one command a line.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
Write-Text "$HOME/.local/bin/mempalace-sched" "#!/bin/sh`nexec $hostProgram `"`$@`"`n" -Executable
# As mempalace does it: a verb that it does not know is a usage error.
Write-Text "$HOME/.local/bin/mempalace" @'
#!/bin/sh
[ "$1" != --palace ] || shift 2
case $1 in
    mine) echo 'Done.'; echo '  Files processed: 4'; echo '  Files skipped (already filed): 0'; echo '  Drawers filed: 9' ;;
    repair) echo 'Done.' ;;
    *) echo "mempalace: error: argument command: invalid choice: '$1'" >&2; exit 2 ;;
esac
'@ -Executable
Write-Text "$HOME/.local/bin/curl" "#!/bin/sh`n" -Executable # there is no network in here
Write-Text "$HOME/notes/one.md" "a note`n"
$env:PATH = "$HOME/.local/bin:/usr/local/bin:/usr/bin:/bin"
$env:COLUMNS = '140'

$number = 0
foreach ($command in [IO.File]::ReadAllLines($env:COMMANDS)) {
    $output = @(& /bin/sh -c "exec 2>&1; cd; $command" | ForEach-Object { "$_".Replace($HOME, '/home/you').Replace([Environment]::UserName, 'you').TrimEnd() })
    Report "$number" ([pscustomobject]@{ Code = $LASTEXITCODE; Output = $output })
    $number++
}
