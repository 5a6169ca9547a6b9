#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, formats and packs the module.
.DESCRIPTION
    Build    Builds the module in out/MempalaceSched, and everything else in the repository.
    Test     Builds, checks the format and the shell scripts, and runs the C# tests and the Pester tests.
    Demo     Builds the module and walks through a schedule's life cycle in a temporary folder.
    Pack     Builds the module for all platforms and packs it as out/MempalaceSched-VERSION.zip.
    Help     Regenerates docs/cmdlets from the documentation comments.
    Format   Formats all C# files.
.EXAMPLE
    dotnet tool restore && dotnet pwsh ./build.ps1 Test

    Runs all tests with the PowerShell that the repository pins.
.EXAMPLE
    ./build.ps1 Format, Test

    Runs two tasks from a PowerShell prompt.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Pack', 'Help', 'Format')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = $PSScriptRoot
$out = Join-Path $root out
. "$root/build/Check.ps1"
. "$root/build/Test.ps1"

function Invoke-Build { dotnet build $root --configuration $Configuration --nologo }

function Invoke-Test {
    Invoke-Build
    Assert-Format $root
    Assert-ShellScript $root
    Invoke-AllTest $root $Configuration
}

function Invoke-Demo {
    dotnet build "$root/src/MempalaceSched/Commands" --configuration $Configuration --nologo --verbosity quiet
    & "$root/examples/try-it.ps1"
}

function Invoke-Pack {
    Invoke-Build
    dotnet build "$root/src/MempalaceSched/Commands" --configuration $Configuration --nologo -p:AllPlatforms=true
    $version = (Import-PowerShellDataFile "$root/MempalaceSched.psd1").ModuleVersion
    $package = Join-Path $out "MempalaceSched-$version.zip"
    Compress-Archive "$out/MempalaceSched" $package -Force
    Get-Item $package
}

function Invoke-Help { dotnet build "$root/tools/HelpBuilder" -t:UpdateDocs --configuration $Configuration --nologo }

function Invoke-Format {
    dotnet tool restore | Out-Null
    dotnet csharpier format $root
}

foreach ($name in $Task) { & "Invoke-$name" }
