#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, checks and packs the module.
.DESCRIPTION
    Build    the module in out/MempalaceSched and the host in out/host
    Test     the C# tests, and those of Pester
    Pester   the tests of Pester, under the newest Pester 5 and the newest 6 that are installed
    Analyze  the scripts with PSScriptAnalyzer, where it is installed
    Help     docs/cmdlets, written anew from the doc comments
    Package  out/MempalaceSched-VERSION.zip
.EXAMPLE
    ./build.ps1 Build, Test
    pwsh -File takes one task at a time; pwsh -Command takes a list.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Help', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # A version of Pester; the newest that is installed, unless given.
    [version] $PesterVersion
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = $PSScriptRoot
$out = Join-Path $root 'out'

function Find-NewestModule([string] $Name, [version] $Version, [version] $AtLeast = '0.0') {
    Get-Module $Name -ListAvailable | Where-Object { $Version ? $_.Version -eq $Version : $_.Version -ge $AtLeast } |
        Sort-Object Version -Descending | Select-Object -First 1
}

function Invoke-Build { dotnet build $root --configuration $Configuration }

function Invoke-Test {
    dotnet test --solution "$root/MempalaceSched.slnx" --configuration $Configuration
    Invoke-PesterTest
}

function Invoke-PesterTest {
    if (-not (Test-Path "$out/MempalaceSched/MempalaceSched.dll")) { Invoke-Build }
    $versions = Get-Module Pester -ListAvailable | Where-Object { $_.Version -ge '5.0' -and (-not $PesterVersion -or $_.Version -eq $PesterVersion) } |
        Group-Object { $_.Version.Major } | ForEach-Object { $_.Group | Sort-Object Version | Select-Object -Last 1 }
    if (-not $versions) {
        Write-Warning "Pester $($PesterVersion ?? '5 or later') is not installed: tests/Pester did not run. Install-PSResource Pester mends it."
        return
    }
    # In a PowerShell of its own: a compiled module cannot be unloaded, and this one may have an older build of it.
    $script = {
        param($Manifest, $Path)
        $module = Import-Module $Manifest -PassThru
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $Path
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Normal'
        $result = Invoke-Pester -Configuration $configuration
        Write-Output "Pester $($module.Version): $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped"
        exit [int]($result.Result -ne 'Passed')
    }
    foreach ($version in $versions) {
        & ([Environment]::ProcessPath) -NoProfile -Command "& { $script } '$($version.Path)' '$root/tests/Pester'"
    }
}

function Invoke-Analyze {
    if (-not (Find-NewestModule PSScriptAnalyzer)) {
        Write-Warning 'PSScriptAnalyzer is not installed: nothing was checked. Install-PSResource PSScriptAnalyzer mends it.'
        return
    }
    # The manifest as it is laid out: its checks look for the files that it names.
    $scripts = @(Get-ChildItem $root -Recurse -Include *.ps1, *.psm1 | Where-Object FullName -NotMatch '/(out|bin|obj)/') +
        @(Get-Item "$root/PSScriptAnalyzerSettings.psd1", "$out/MempalaceSched/MempalaceSched.psd1")
    $findings = $scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings "$root/PSScriptAnalyzerSettings.psd1" }
    $findings | Format-Table ScriptName, Line, Severity, RuleName, Message -Wrap | Out-Host
    if ($findings) { throw "PSScriptAnalyzer found $(@($findings).Count) things to mend." }
    Write-Host "PSScriptAnalyzer finds nothing in $(@($scripts).Count) scripts."
}

function Invoke-Help { dotnet build "$root/tools/HelpBuilder" -t:UpdateDocs --configuration $Configuration }

function Invoke-Package {
    Invoke-Build
    $version = (Import-PowerShellDataFile "$root/MempalaceSched.psd1").ModuleVersion
    $package = Join-Path $out "MempalaceSched-$version.zip"
    Remove-Item $package -ErrorAction Ignore
    [System.IO.Compression.ZipFile]::CreateFromDirectory("$out/MempalaceSched", $package, 'Optimal', $true)
    Get-Item $package
}

$tasks = @{
    Build = 'Invoke-Build'; Test = 'Invoke-Test'; Pester = 'Invoke-PesterTest'; Analyze = 'Invoke-Analyze'; Help = 'Invoke-Help'; Package = 'Invoke-Package'
}
foreach ($each in $Task) { & $tasks[$each] }
