# Stands in for the real module in the host's tests: a command for each thing that the host has to carry.

function Get-Thing {
    param([string[]] $Name = 'thing', [string] $Text = 'some text')
    foreach ($one in $Name) { [pscustomobject]@{ PSTypeName = 'Test.Thing'; Name = $one; Text = $Text } }
}

# Every argument on a line of its own, with its type.
function Show-Argument {
    param([Parameter(ValueFromRemainingArguments)] [object[]] $All)
    foreach ($one in $All) { '{0}:{1}' -f $(if ($null -eq $one) { 'null' } else { $one.GetType().Name }), ($one -join '|') }
}

function Remove-Thing {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param([Parameter(Mandatory)] [string] $Name)
    if ($PSCmdlet.ShouldProcess($Name, 'Remove')) { "removed $Name" }
}

function Write-Fault {
    [CmdletBinding()]
    param([string] $Message = 'it broke')
    $fault = [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new('the inner message'), 'ThingBroke', 'InvalidResult', $null)
    $fault.ErrorDetails = [Management.Automation.ErrorDetails]::new($Message)
    $fault.ErrorDetails.RecommendedAction = "Mend it.`nThen try again."
    $PSCmdlet.WriteError($fault)
    'after the fault'
}

function Write-EveryStream {
    [CmdletBinding()]
    param()
    $PSCmdlet.WriteWarning('a warning')
    $PSCmdlet.WriteVerbose('a detail')
    $PSCmdlet.WriteInformation('some information', [string[]] @())
    foreach ($percent in 10, 90) {
        $record = [Management.Automation.ProgressRecord]::new(1, 'Working', "at $percent")
        $record.PercentComplete = $percent
        $PSCmdlet.WriteProgress($record)
    }
    'the output'
}
