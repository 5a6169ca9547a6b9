# Runs every test suite and counts their results together.

$pesterVersions = '5.9.1', '6.2.0'

function Invoke-AllTest([string] $Root, [string] $Configuration) {
    $results = Join-Path $Root out/tests
    Remove-Item $results -Recurse -ErrorAction Ignore
    $null = New-Item $results -ItemType Directory

    $suites = @(
        foreach ($project in Get-Item "$Root/tests/*/*Tests.csproj") {
            Invoke-XunitSuite $project $Configuration $results
        }
        Invoke-PesterSuite $Root $results
    )
    foreach ($suite in $suites) { Write-Host (Format-Count $suite.Name $suite) }
    $total = [pscustomobject]@{
        Passed  = ($suites | Measure-Object Passed -Sum).Sum
        Failed  = ($suites | Measure-Object Failed -Sum).Sum
        Skipped = ($suites | Measure-Object Skipped -Sum).Sum
    }
    # The last line, which other programs read.
    Write-Host (Format-Count '' $total)
    if ($total.Failed -gt 0 -or $total.Passed -eq 0) { exit 1 }
}

function Format-Count([string] $Name, $Count) {
    $text = "$($Count.Passed) passed, $($Count.Failed) failed, $($Count.Skipped) skipped"
    $Name ? "${Name}: $text ($([int]$Count.Seconds) s)" : $text
}

function Invoke-XunitSuite([IO.FileInfo] $Project, [string] $Configuration, [string] $Results) {
    $name = $Project.BaseName
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $PSNativeCommandUseErrorActionPreference = $false
    dotnet run --project $Project.FullName --configuration $Configuration --no-build -- `
        -noLogo -result-xml "$Results/$name.xml" | Out-Host
    $exitCode = $LASTEXITCODE

    $assembly = (Test-Path "$Results/$name.xml") ? ([xml](Get-Content "$Results/$name.xml" -Raw)).assemblies.assembly : $null
    $failed = [int]$assembly.failed + [int]$assembly.errors
    [pscustomobject]@{
        Name    = $name
        Passed  = [int]$assembly.passed
        # A suite that ends badly without a failed test, such as one that crashed, counts as a failure.
        Failed  = $failed -eq 0 -and $exitCode -ne 0 ? 1 : $failed
        Skipped = [int]$assembly.skipped + [int]$assembly.'not-run'
        Seconds = $clock.Elapsed.TotalSeconds
    }
}

# Each version needs a process of its own: neither Pester nor a binary module can be unloaded. The processes run at the
# same time, because each of them uses little more than one core.
function Invoke-PesterSuite([string] $Root, [string] $Results) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $running = @(
        foreach ($version in $pesterVersions) {
            $start = @{
                FilePath               = "$Root/out/pwsh/pwsh"
                ArgumentList           = '-NoProfile', '-NonInteractive', '-File', "`"$Root/build/Pester.ps1`"",
                $version, "`"$Results/pester-$version.json`""
                RedirectStandardOutput = "$Results/pester-$version.log"
                RedirectStandardError  = "$Results/pester-$version.err"
                # PowerShell and the module are machine code already. Compiling the hot part once more costs CPU time.
                Environment            = @{ DOTNET_TieredCompilation = '0' }
            }
            [pscustomobject]@{ Version = $version; Process = Start-Process @start -PassThru }
        }
    )
    foreach ($run in $running) {
        $run.Process.WaitForExit()
        Get-Content "$Results/pester-$($run.Version).log", "$Results/pester-$($run.Version).err" | Out-Host
        $file = "$Results/pester-$($run.Version).json"
        $count = (Test-Path $file) ? (Get-Content $file -Raw | ConvertFrom-Json) : $null
        [pscustomobject]@{
            Name    = "Pester $($run.Version)"
            Passed  = [int]$count.Passed
            Failed  = [int]$count.Failed -eq 0 -and $run.Process.ExitCode -ne 0 ? 1 : [int]$count.Failed
            Skipped = [int]$count.Skipped
            Seconds = $clock.Elapsed.TotalSeconds
        }
    }
}
