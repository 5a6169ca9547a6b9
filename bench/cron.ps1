# Takes the measurements for cron.sh, inside the test bed.
param([int] $Rounds)

Import-Module "$PSScriptRoot/../out/MempalaceSched"

$clock = [Diagnostics.Stopwatch]::new()
# Waits two seconds first, unless -Busy is set, because the cmdlets check a recently changed crontab again.
function Get-Milliseconds([scriptblock] $Block, [switch] $Busy) {
    if (-not $Busy) { [Threading.Thread]::Sleep(2200) }
    $clock.Restart()
    $null = & $Block
    $clock.Elapsed.TotalMilliseconds
}

$common = @{ Scheduler = 'Cron'; Command = "$HOME/.local/bin/mine"; WarningAction = 'Ignore' }
$wanted = @(1..20 | ForEach-Object { [pscustomobject]@{ Source = 'Custom'; Name = "ours-$_"; Command = $common.Command; Scheduler = 'Cron' } })
$ours = [ordered]@{
    'install one'      = { Install-MempalaceSchedule Custom -Name ours @common }
    'status of one'    = { Get-MempalaceSchedule ours }
    'remove one'       = { Remove-MempalaceSchedule ours }
    'install twenty'   = { $wanted | Install-MempalaceSchedule -WarningAction Ignore }
    'status of twenty' = { Get-MempalaceSchedule ours-* }
    'remove twenty'    = { Remove-MempalaceSchedule ours-* }
}
$shell = @{
    install = 'for n; do (crontab -l; printf "# >>> %s\n0 3 * * 1 %s/.local/bin/mine\n# <<< %s\n" "$n" "$HOME" "$n") | crontab -; done'
    status  = 'for n; do crontab -l | grep -A 1 "^# >>> $n$"; done >/dev/null'
    remove  = 'for n; do crontab -l | sed "/^# >>> $n$/,/^# <<< $n$/d" | crontab -; done'
}
$names = @{ one = @('hand'); twenty = @(1..20 | ForEach-Object { "hand-$_" }) }
function Invoke-Hand([string] $What) {
    $words = $What.Split(' ')
    & /bin/sh -c $shell[$words[0]] sh @($names[$words[-1]])
}

$cold = @{}
foreach ($what in $ours.Keys) { $cold[$what] = Get-Milliseconds $ours[$what] }
foreach ($what in $ours.Keys) { Invoke-Hand $what }

$times = @{}
foreach ($what in $ours.Keys) { foreach ($who in 'ours', 'hand', 'busy') { $times["$who $what"] = [Collections.Generic.List[double]]::new() } }
for ($round = 0; $round -lt $Rounds; $round++) {
    foreach ($what in $ours.Keys) {
        $times["ours $what"].Add((Get-Milliseconds $ours[$what]))
        $times["hand $what"].Add((Get-Milliseconds { Invoke-Hand $what }))
    }
    foreach ($what in $ours.Keys) { $times["busy $what"].Add((Get-Milliseconds $ours[$what] -Busy)) }
}

function Get-Median($List) { $sorted = @($List | Sort-Numbers); $sorted[[int][Math]::Floor($sorted.Count / 2)] }
function Sort-Numbers { $all = [double[]]@($input); [Array]::Sort($all); $all }

'| | recipe | cmdlets | ratio | cmdlets, after a recent change | cmdlets, first call |'
'|---|--:|--:|--:|--:|--:|'
foreach ($what in $ours.Keys) {
    $hand = Get-Median $times["hand $what"]
    $own = Get-Median $times["ours $what"]
    $busy = Get-Median $times["busy $what"]
    '| {0} | {1:0} | {2:0} | {3:0.00} | {4:0} | {5:0} |' -f $what, $hand, $own, ($own / $hand), $busy, $cold[$what]
}
