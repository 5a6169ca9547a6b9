# Checks that need no test runner: the format of the C# files, and shellcheck.

$maximumLineLength = 120

# CSharpier breaks long code, but not comments and strings. The tests may have long strings, such as recorded output.
function Assert-Format([string] $Root) {
    dotnet tool restore | Out-Null
    dotnet csharpier check $Root

    $long = Get-ChildItem "$Root/src", "$Root/tests", "$Root/tools" -Recurse -Filter *.cs |
        Where-Object FullName -NotMatch '/(bin|obj)/' |
        Select-String -Pattern "^.{$($maximumLineLength + 1),}$" |
        Where-Object { $_.Path -notmatch '/tests/' -or $_.Line -match '^ *//' }
    if (-not $long) { return }
    foreach ($line in $long) {
        Write-Host "$($line.RelativePath($Root)):$($line.LineNumber): $($line.Line.Length) columns"
    }
    throw "C# lines have more than $maximumLineLength columns. Break the lines that are listed above."
}

function Assert-ShellScript([string] $Root) {
    if (-not (Get-Command shellcheck -ErrorAction Ignore)) {
        Write-Warning 'The shell scripts were not checked, because shellcheck is not installed.'
        return
    }
    $scripts = Get-Item "$Root/.ci/run", "$Root/examples/mempalace-session", "$Root/bench/*.sh", "$Root/tests/beds/*.sh",
        "$Root/src/MempalaceSched/Launcher/*.sh",
        "$Root/tests/MempalaceSched.SystemTests/Cron/Scenarios/*.sh"
    shellcheck -x -P SCRIPTDIR @($scripts.FullName)
}
