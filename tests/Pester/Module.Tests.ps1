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

    It 'has full help for <Name>' -ForEach $cmdlets {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
        foreach ($parameter in $help.parameters.parameter) { $parameter.description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.name)" }
        $help | Out-String | Should -Match 'SYNTAX'
    }
}
