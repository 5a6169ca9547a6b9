BeforeDiscovery {
    $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
    $manifest = Join-Path ($env:MEMPALACE_SCHED_MODULE ? $env:MEMPALACE_SCHED_MODULE : "$root/out/MempalaceSched") 'MempalaceSched.psd1'
    $cmdlets = (Import-PowerShellDataFile $manifest).CmdletsToExport | ForEach-Object { @{ Name = $_ } }
}

Describe 'The module' {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        Enter-Bed "$TestDrive"
    }

    AfterAll { Exit-Bed }

    It 'has a valid manifest' {
        $module = Get-Module MempalaceSched
        (Test-ModuleManifest $module.Path.Replace('.dll', '.psd1')).Version | Should -Be $module.Version
    }

    It 'exports cmdlets only' {
        $module = Get-Module MempalaceSched
        $module.ExportedCmdlets.Count | Should -BeGreaterThan 0
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It 'exports <Name>, with an approved verb' -ForEach $cmdlets {
        (Get-Command $Name -Module MempalaceSched).Verb | Should -BeIn (Get-Verb).Verb
    }

    It 'exports what its manifest names, and Get-Command shows no other' {
        $module = Get-Module MempalaceSched
        $named = (Import-PowerShellDataFile $module.Path.Replace('.dll', '.psd1')).CmdletsToExport
        (Get-Command -Module MempalaceSched).Name | Sort-Object | Should -Be $named
    }

    It 'has -WhatIf and -Confirm for <Name> unless it only looks' -ForEach $cmdlets {
        $command = Get-Command $Name
        $command.Parameters.ContainsKey('WhatIf') | Should -Be ($command.Verb -notin 'Get', 'Test')
    }

    It 'has full help for <Name>' -ForEach $cmdlets {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
        foreach ($parameter in $help.parameters.parameter) { $parameter.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name)" }
        $help | Out-String | Should -Match 'SYNTAX'
    }
}
