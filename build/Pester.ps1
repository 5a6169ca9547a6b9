# Runs the Pester tests with one version of Pester, and writes the counts as JSON to a file.
param([string] $Version, [string] $CountFile)

$root = Split-Path $PSScriptRoot
Import-Module "$root/out/pester/$Version/Pester.psd1"

$configuration = New-PesterConfiguration
$configuration.Run.Path = "$root/tests/Pester"
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

@{
    Passed  = $result.PassedCount
    # A block that fails before or after its tests, or a file that cannot be read, is not among the failed tests.
    Failed  = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    Skipped = $result.SkippedCount + $result.NotRunCount
} | ConvertTo-Json | Set-Content $CountFile
exit [int]($result.Result -ne 'Passed')
