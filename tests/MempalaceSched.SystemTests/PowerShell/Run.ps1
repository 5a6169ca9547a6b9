# Runs a script and prints each object that it returns as one line of JSON.
#
#   pwsh -NoProfile -File Run.ps1 SCRIPT [ARGUMENT]...

. "$PSScriptRoot/Data.ps1"
$script = $args[0]
$arguments = @($args | Select-Object -Skip 1)
& $script @arguments | ForEach-Object { [Console]::Out.WriteLine((ConvertTo-JsonLine (ConvertTo-Data $_))) }
exit 0
