# Runs as each user of Accounts.ps1.
param([string] $Part)
. "$PSScriptRoot/Prelude.ps1"
$tree = Get-Tree $HOME
if ($Part -eq 'linger') {
    Report plain (Call { Install-MempalaceSchedule Custom -Scheduler Systemd -Name mine-plain -Command /bin/true })
    $tree = Get-Tree $HOME
    $units = Get-Units
    Report enable (Call { Install-MempalaceSchedule Custom -Name mine-linger -Command /bin/true -EnableLinger })
    Report enable.units (Compare-Lists $units (Get-Units))
}
else {
    Report install (Call { Install-MempalaceSchedule Custom -Scheduler Systemd -Name mine-plain -Command /bin/true })
}
Report tree (Compare-Lists $tree (Get-Tree $HOME))
