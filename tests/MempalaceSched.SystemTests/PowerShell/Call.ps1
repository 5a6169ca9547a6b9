# Runs commands for another program. PowerShell takes most of a second to start, so one process serves many calls.
#
#   pwsh -NoProfile -File Call.ps1 COMMAND [WORD]...   one command: objects as a JSON array, messages on standard error
#   pwsh -NoProfile -File Call.ps1                     one request and one answer per line, until standard input ends:
#
#   { "Words": [...], "Variables": { ... } }           all environment variables of the call, or null to keep them
#   answer: { "Code": 0, "Output": [...], "Messages": "..." }
#
# Text that a command writes to the console, such as "What if: ...", appears before the answer. A single word is script
# text. Several words are a command and its arguments. Words that look like parameters are parameters; all others are
# passed unchanged.

. "$PSScriptRoot/Data.ps1"
$startVariables = [Environment]::GetEnvironmentVariables()

function Get-CommandText([string[]] $Words) {
    if ($Words.Count -eq 1) { return $Words[0] }
    $arguments = foreach ($word in $Words | Select-Object -Skip 1) {
        $word -match '^-[A-Za-z]+$|^-[A-Za-z]+:\$(true|false)$' ? $word :
            "'$([Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($word))'"
    }
    "$($Words[0]) $arguments"
}

function Get-ErrorText([Management.Automation.ErrorRecord] $ErrorRecord) {
    if ($ErrorRecord.FullyQualifiedErrorId -like 'NativeCommandError*') { return "$ErrorRecord`n" }
    $action = $ErrorRecord.ErrorDetails.RecommendedAction
    "error: $($ErrorRecord.FullyQualifiedErrorId.Split(',')[0]): $ErrorRecord`n$($action ? "  $action`n" : '')"
}

function Invoke-Call([string[]] $Words) {
    $answer = @{ Code = 0; Output = [Collections.Generic.List[object]]::new(); Messages = '' }
    try {
        & ([scriptblock]::Create((Get-CommandText $Words))) *>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.ErrorRecord]) {
                $answer.Messages += Get-ErrorText $_
                if ($_.FullyQualifiedErrorId -notlike 'NativeCommandError*') { $answer.Code = 1 }
            }
            elseif ($_ -is [Management.Automation.WarningRecord]) { $answer.Messages += "warning: $_`n" }
            elseif ($_ -is [Management.Automation.VerboseRecord]) { $answer.Messages += "verbose: $_`n" }
            elseif ($_ -is [Management.Automation.InformationRecord]) { $answer.Messages += "$_`n" }
            else { $answer.Output.Add((ConvertTo-Data $_)) }
        }
    }
    catch {
        $answer.Messages += Get-ErrorText $_
        $answer.Code = 1
    }
    $answer
}

function Set-Environment([Collections.IDictionary] $Variables) {
    foreach ($name in @([Environment]::GetEnvironmentVariables().Keys)) {
        if (-not $Variables.Contains($name)) { [Environment]::SetEnvironmentVariable($name, $null) }
    }
    foreach ($name in $Variables.Keys) { [Environment]::SetEnvironmentVariable($name, $Variables[$name]) }
    # PowerShell needs this variable to find modules.
    $env:PSModulePath = $startVariables['PSModulePath']
}

if ($args.Count -gt 0) {
    $answer = Invoke-Call $args
    [Console]::Out.WriteLine((ConvertTo-JsonLine $answer.Output.ToArray()))
    [Console]::Error.Write($answer.Messages)
    exit $answer.Code
}
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = $line | ConvertFrom-Json -AsHashtable
    if ($request['Variables']) { Set-Environment $request['Variables'] }
    $answer = Invoke-Call $request['Words']
    [Console]::Out.WriteLine("answer: $(ConvertTo-JsonLine $answer)")
}
