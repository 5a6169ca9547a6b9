# Takes the measurements for systemd.sh, inside the test bed.
param([int] $Rounds)

Import-Module "$PSScriptRoot/../out/MempalaceSched"

$units = "$HOME/.config/systemd/user"
$null = [IO.Directory]::CreateDirectory("$HOME/.local/bin")
$null = [IO.Directory]::CreateDirectory('/tmp/recipe')
[IO.File]::WriteAllText("$HOME/.local/bin/mempalace-session", "#!/bin/sh`n")
& chmod 755 "$HOME/.local/bin/mempalace-session"

$clock = [Diagnostics.Stopwatch]::new()
function Get-Milliseconds([scriptblock] $Block) {
    $clock.Restart()
    $null = & $Block
    $clock.Elapsed.TotalMilliseconds
}

# ---- The cmdlets, first call in the process
$wanted = @(1..20 | ForEach-Object { [pscustomobject]@{ Source = 'Custom'; Name = "ours-$_"; Command = "$HOME/.local/bin/mempalace-session" } })
function Invoke-Install { Install-MempalaceSchedule Custom -Name ours -Command "$HOME/.local/bin/mempalace-session" }
function Invoke-Status { Get-MempalaceSchedule ours }
function Invoke-Remove { Remove-MempalaceSchedule ours }
$cold = [ordered]@{
    'install one' = Get-Milliseconds { Invoke-Install }
    'status of one' = Get-Milliseconds { Invoke-Status }
    'remove one' = Get-Milliseconds { Invoke-Remove }
}

# ---- The manual recipe, as shell scripts with the schedule names as arguments
$null = Install-MempalaceSchedule Custom -Name model -Command "$HOME/.local/bin/mempalace-session"
foreach ($kind in 'service', 'timer') { & cp "$units/model.$kind" "/tmp/recipe/model.$kind" }
Remove-MempalaceSchedule model -Purge
$recipes = @{
    install = 'for n; do mkdir -p "$U"; cp "/tmp/recipe/$n.service" "/tmp/recipe/$n.timer" "$U"; systemctl --user daemon-reload; systemctl --user enable --now "$n.timer" 2>/dev/null; done'
    status  = 'for n; do systemctl --user list-timers --all "$n.timer"; systemctl --user show "$n.timer" "$n.service"; done >/dev/null'
    remove  = 'for n; do systemctl --user disable --now "$n.timer" 2>/dev/null; rm "$U/$n.service" "$U/$n.timer"; systemctl --user daemon-reload; done'
}
$env:U = $units
$one = @('hand')
$twenty = @(1..20 | ForEach-Object { "hand-$_" })
foreach ($name in $one + $twenty) {
    foreach ($kind in 'service', 'timer') {
        [IO.File]::WriteAllText("/tmp/recipe/$name.$kind", [IO.File]::ReadAllText("/tmp/recipe/model.$kind").Replace('model', $name))
    }
}
function Invoke-Recipe([string] $What, [string[]] $Names) { & /bin/sh -c $recipes[$What] sh @Names | Out-Null }

function Get-Median([double[]] $Values) {
    [array]::Sort($Values)
    $middle = [int][Math]::Floor($Values.Count / 2)
    if ($Values.Count % 2) { $Values[$middle] } else { ($Values[$middle - 1] + $Values[$middle]) / 2 }
}

$cases = @(
    @{ Name = 'install one'; Hand = { Invoke-Recipe install $one }; Ours = { Invoke-Install } }
    @{ Name = 'status of one'; Hand = { Invoke-Recipe status $one }; Ours = { Invoke-Status } }
    @{ Name = 'remove one'; Hand = { Invoke-Recipe remove $one }; Ours = { Invoke-Remove } }
    @{ Name = 'install twenty'; Hand = { Invoke-Recipe install $twenty }; Ours = { $wanted | Install-MempalaceSchedule } }
    @{ Name = 'status of twenty'; Hand = { Invoke-Recipe status $twenty }; Ours = { Get-MempalaceSchedule 'ours-*' } }
    @{ Name = 'remove twenty'; Hand = { Invoke-Recipe remove $twenty }; Ours = { Remove-MempalaceSchedule 'ours-*' } }
)

# Round 0 is a warm-up.
foreach ($case in $cases) {
    $case.HandTimes = [Collections.Generic.List[double]]::new()
    $case.OurTimes = [Collections.Generic.List[double]]::new()
}
foreach ($round in 0..$Rounds) {
    foreach ($case in $cases) {
        $hand = Get-Milliseconds $case.Hand
        $ours = Get-Milliseconds $case.Ours
        if ($round -eq 0) { continue }
        $case.HandTimes.Add($hand)
        $case.OurTimes.Add($ours)
    }
}

'{0} rounds, milliseconds, medians' -f $Rounds
'| | recipe | cmdlets | ratio | cmdlets, first call |'
'|---|--:|--:|--:|--:|'
foreach ($case in $cases) {
    $hand = Get-Median $case.HandTimes.ToArray()
    $ours = Get-Median $case.OurTimes.ToArray()
    [string]::Format([cultureinfo]::InvariantCulture, '| {0} | {1:0} | {2:0} | {3:0.00} | {4:0} |', $case.Name, $hand, $ours, ($ours / $hand), $cold[$case.Name])
}
