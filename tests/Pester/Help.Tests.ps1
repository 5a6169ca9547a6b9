BeforeDiscovery {
    . "$PSScriptRoot/Bed.ps1"
    $cmdlets = (Import-PowerShellDataFile $module).CmdletsToExport | ForEach-Object { @{ Name = $_ } }
}

Describe 'The help' {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        Import-Module $module -Scope Global
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    }

    It 'of <Name> has a synopsis, a description and examples, and covers every parameter' -ForEach $cmdlets {
        $command = Get-Command $Name
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -MatchExactly '^[A-Z][^\[]+\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
        @($help.syntax.syntaxItem) | Should -HaveCount $command.ParameterSets.Count
        $described = $help.parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name
        $shown = $command.Parameters.Values | Where-Object { $_.Attributes.DontShow -notcontains $true } | ForEach-Object Name
        $shown | Where-Object { $_ -notin $common -and $_ -notin $described } | Should -BeNullOrEmpty
    }

    It 'of Install-MempalaceSchedule shows its syntax, defaults, values, examples and output' {
        # Lines break at the width of the console.
        $text = (Get-Help Install-MempalaceSchedule -Full | Out-String) -replace '\s+', ' '
        foreach ($part in 'SYNOPSIS', 'SYNTAX', '[-Source] <MineSource[]>', '-TimeLimit <TimeSpan>', 'Default value Auto', 'OpenCode: opencode',
            'Example 1', 'Install-MempalaceSchedule Pi -WhatIf', 'MempalaceSched.Schedule') {
            $text.Contains($part, 'OrdinalIgnoreCase') | Should -BeTrue -Because "'$part' is part of the help"
        }
    }
}
