# Exports files and installs them manually, using only the commands of their README.
. "$PSScriptRoot/Prelude.ps1"
Install-StandIns
$null = [IO.Directory]::CreateDirectory("$HOME/.claude/projects")
$empty = Get-Tree $HOME
$emptyUnits = Get-Units
$out = '/tmp/an export'

# Runs the block of commands below a heading in the folder of the README. Returns the exit code of the last command.
function Follow([string] $Heading) {
    $block = "/tmp/block.sh"
    & /bin/sh -c 'cd "$1" && "$2" README.md "$3" >"$4"' sh $out "$project/tests/beds/readme-block.sh" $Heading $block
    $lines = @(& /bin/sh -c 'cd "$1" && sh -e "$2" 2>&1' sh $out $block | ForEach-Object { "$_" })
    [pscustomobject]@{ Code = $LASTEXITCODE; Said = $lines; Commands = [IO.File]::ReadAllText($block) }
}

Report export (Call { Export-MempalaceSchedule $out -Scheduler Systemd -Source OpenCode, Claude })
Report export.home (Compare-Lists $empty (Get-Tree $HOME))
Report export.verify @(& /bin/sh -c 'systemd-analyze --user --man=no verify "$1"/systemd/*.service "$1"/systemd/*.timer 2>&1' sh $out | ForEach-Object { "$_" })
Report export.shellcheck @(& /bin/sh -c 'shellcheck "$1"/systemd/mempalace-session "$1"/systemd/mempalace-claude 2>&1' sh $out | ForEach-Object { "$_" })

Report install (Follow 'Install under systemd')
Report get (Call { Get-MempalaceSchedule })
Report same (Call { Install-MempalaceSchedule OpenCode, Claude -WhatIf })
$before = Get-Tree "$HOME/.config"
Report same.install (Call { Install-MempalaceSchedule OpenCode, Claude })
Report same.tree (Compare-Lists $before (Get-Tree "$HOME/.config"))
Report check (Follow 'Check systemd')

# Start one run manually and one with the cmdlet.
Report run (Follow 'Start a run with systemd')
Report run.history (Get-History mempalace-session)
Report start (Call { Start-MempalaceMine mempalace-session })
Report history (Follow 'History and logs under systemd')
Report journal (Follow 'Read the journal')

Report remove (Call { Get-MempalaceSchedule | Remove-MempalaceSchedule -Purge })
Report remove.units (Compare-Lists $emptyUnits (Get-Units))
Report remove.tree @(Compare-Lists $empty (Get-Tree $HOME) | Where-Object { $_ -notmatch '\./(\.mempalace|\.config d|\.local/state d)|mempalace/palace' })

# Install again and remove manually.
Report again (Follow 'Install under systemd')
Report again.get (Call { (Get-MempalaceSchedule).State })
Report uninstall (Follow 'Uninstall from systemd')
Report uninstall.get (Call { Get-MempalaceSchedule })
Report uninstall.units (Compare-Lists $emptyUnits (Get-Units))
Report uninstall.files @(& find "$HOME" -type f -path '*mempalace-*' -not -path "$HOME/.local/bin/*" | ForEach-Object { "$_" })
