# Takes the measurements for history.sh.
param([int] $Rounds)

Import-Module "$PSScriptRoot/../out/MempalaceSched"

$file = "$HOME/.local/state/mempalace-sched/bench/history.jsonl"
$clock = [Diagnostics.Stopwatch]::new()
function Get-Milliseconds([scriptblock] $Block) {
    $clock.Restart()
    $null = & $Block
    $clock.Elapsed.TotalMilliseconds
}

function Get-Median([double[]] $Values) {
    [array]::Sort($Values)
    $middle = [int][Math]::Floor($Values.Count / 2)
    if ($Values.Count % 2) { $Values[$middle] } else { ($Values[$middle - 1] + $Values[$middle]) / 2 }
}

$cases = @(
    @{ Name = '`tac FILE \| wc -l`'; Block = { & /bin/sh -c 'tac "$0" | wc -l' $file } }
    @{ Name = '`File.ReadLines` with a `JsonDocument` per line, in a loop'; Block = { foreach ($line in [IO.File]::ReadLines($file)) { [Text.Json.JsonDocument]::Parse($line).Dispose() } } }
    @{ Name = '`Get-MempalaceMineHistory`, all'; Block = { Get-MempalaceMineHistory bench } }
    @{ Name = '`-Last 10`'; Block = { Get-MempalaceMineHistory bench -Last 10 } }
    @{ Name = '`-Since 7d`'; Block = { Get-MempalaceMineHistory bench -Since 7d } }
    @{ Name = '`-Outcome Failed`, without any match'; Block = { Get-MempalaceMineHistory bench -Outcome Failed } }
)
foreach ($case in $cases) {
    $case.First = Get-Milliseconds $case.Block
    $case.Times = [Collections.Generic.List[double]]::new()
}
foreach ($round in 1..$Rounds) { foreach ($case in $cases) { $case.Times.Add((Get-Milliseconds $case.Block)) } }

$loop = Get-Median $cases[1].Times.ToArray()
"$([Linq.Enumerable]::Count([IO.File]::ReadLines($file))) lines, $([IO.FileInfo]::new($file).Length) bytes; $Rounds rounds, milliseconds, medians"
''
'| | time | ratio to the loop | first call |'
'|---|--:|--:|--:|'
foreach ($case in $cases) {
    $time = Get-Median $case.Times.ToArray()
    [string]::Format([cultureinfo]::InvariantCulture, '| {0} | {1:0} | {2:0.00} | {3:0} |', $case.Name, $time, ($time / $loop), $case.First)
}
