# Uses special characters of any file format in values, the home folder and the XDG folders.
. "$PSScriptRoot/Prelude.ps1"

# Records its arguments and environment unchanged.
$recorder = "#!/bin/sh`nprintf '%s\0' `"`$@`" >/tmp/seen.arguments`nenv -0 >/tmp/seen.environment`n"
$program = "$HOME/my bin/-it's `"100%n`" `$HOME\;ü"
Write-Text $program $recorder -Executable
Write-Text "$HOME/.local/bin/mempalace" $recorder -Executable
$null = [IO.Directory]::CreateDirectory("$HOME/.claude/projects")

$values = @('plain', '', ' spaces around ', "it's", 'say "so"', '%n %% %h %', '$HOME ${HOME} $$ $', 'back\slash \\ \n \', 'ünï 漢字 🙂',
    ';&|<>()`id`', '-leading', '--', "two`nlines`n", "a`ttab", "a`rreturn", '*?[x]', '~', '#no comment', '!', "`u{1}`u{7f}`u{85}")

function Get-Seen([string] $What) { @([IO.File]::ReadAllText("/tmp/seen.$What") -split "`0") }

Report values $values
Report arguments.install (Call { Install-MempalaceSchedule Custom -Name mine-odd -Command (@($program) + $values) -ArgumentList $values -RandomDelay 0 })
Report arguments.mine (Call { Start-MempalaceMine mine-odd })
$seen = Get-Seen arguments
Report arguments.seen $seen[0..($seen.Count - 2)]
Report arguments.same @((Call { Install-MempalaceSchedule Custom -Name mine-odd -Command (@($program) + $values) -ArgumentList $values -RandomDelay 0 -Verbose 4>&1 }).Output | ForEach-Object { "$_" })

# Uses each value as name, palace, wing and variable.
$values | Where-Object { $_ -ne '' } | ForEach-Object {
    $value = $_
    $palace = "$HOME/palace of $value"
    & rm -f /tmp/seen.arguments /tmp/seen.environment
    $installed = Call { Install-MempalaceSchedule Claude -Palace $palace -Wing $value -Environment @{ ODD_VALUE = $value } -RandomDelay 0 }
    $mined = Call { Start-MempalaceMine mempalace-claude }
    $variables = Get-Seen environment
    [pscustomobject]@{ Key = "claude.$value"; Value = @{
        Errors = @($installed.Errors) + @($mined.Errors)
        Outcome = "$($mined.Output[0].Outcome)"
        Arguments = @(Get-Seen arguments)
        Expected = @('--palace', $palace, 'mine', "$HOME/.claude/projects", '--mode', 'convos', '--wing', $value, '')
        Variable = @($variables | Where-Object { $_.StartsWith('ODD_VALUE=') })
        ExpectedVariable = "ODD_VALUE=$value"
        Palaces = @($variables | Where-Object { $_ -cmatch '^MEMPAL\w*_PATH=' } | ForEach-Object { $_.Substring($_.IndexOf('=') + 1) })
        ExpectedPalace = $palace
    } }
}
$variables = Get-Seen environment
Report home @{ Expected = $HOME; Seen = @($variables | Where-Object { $_.StartsWith('HOME=') }) }
Report config @{ Expected = $env:XDG_CONFIG_HOME; Seen = @($variables | Where-Object { $_.StartsWith('XDG_CONFIG_HOME=') }) }
Report verify @(& systemd-analyze --user verify "$($env:XDG_CONFIG_HOME)/systemd/user/mine-odd.timer" "$($env:XDG_CONFIG_HOME)/systemd/user/mempalace-claude.service" 2>&1 | ForEach-Object { "$_" })
Report get (Call { Get-MempalaceSchedule })
Report remove (Call { Remove-MempalaceSchedule * -Purge })
Report remove.units (Get-Units)
Report remove.tree @(& find $HOME $env:XDG_CONFIG_HOME $env:XDG_DATA_HOME $env:XDG_STATE_HOME -path '*mempalace-sched*' -o -path '*/systemd/*')

# Values that unit files cannot contain are rejected, and nothing is written.
foreach ($character in "`t", "`n", "`u{1}") {
    $env:HOME = "/tmp/home$character."
    $null = [IO.Directory]::CreateDirectory($env:HOME)
    foreach ($variable in 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME') { [Environment]::SetEnvironmentVariable($variable, $null) }
    $code = "{0:x2}" -f [int][char]$character
    Report "refused.$code" (Call { Install-MempalaceSchedule Custom -Name mine-odd -Command /bin/true })
    Report "refused.$code.tree" @([IO.Directory]::GetFileSystemEntries($env:HOME))
}
