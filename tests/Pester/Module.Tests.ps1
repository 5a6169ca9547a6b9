BeforeDiscovery {
    . "$PSScriptRoot/Bed.ps1"
    $cmdlets = (Import-PowerShellDataFile $module).CmdletsToExport | ForEach-Object { @{ Name = $_ } }
}

Describe 'The module' {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        Import-Module $module -Scope Global
        $loaded = Get-Module MempalaceSched
        $manifest = Test-ModuleManifest $module
        $folder = Split-Path $module
    }

    It 'has a valid manifest with the version of the assembly' {
        $manifest.Version | Should -Be $loaded.Version
        foreach ($assembly in [MempalaceSched.Commands.AsyncCommand].Assembly, [MempalaceSched.Schedule].Assembly) {
            $assembly.GetName().Version.ToString(3) | Should -Be "$($manifest.Version)"
        }
        (Get-Item "$folder/MempalaceSched.dll").VersionInfo.ProductVersion | Should -BeLike "$($manifest.Version)*"
    }

    It 'exports its public cmdlets, and nothing else' {
        $named = (Import-PowerShellDataFile $module).CmdletsToExport
        (Get-Command -Module MempalaceSched).Name | Sort-Object | Should -Be ($named | Sort-Object)
        $declared = [MempalaceSched.Commands.AsyncCommand].Assembly.GetExportedTypes() | ForEach-Object {
            $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) | ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        }
        $declared | Sort-Object | Should -Be ($named | Sort-Object)
        $loaded.ExportedFunctions.Count + $loaded.ExportedAliases.Count + $loaded.ExportedVariables.Count | Should -Be 0
    }

    It 'makes its types available before the first call of a cmdlet' {
        Start-Job -ArgumentList $module {
            param($module)
            Import-Module $module
            "$([MempalaceSched.SchedulerKind]::Cron)"
        } | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop | Should -Be 'Cron'
    }

    It 'declares an approved verb, an output type, and -WhatIf if it makes changes: <Name>' -ForEach $cmdlets {
        $command = Get-Command $Name -Module MempalaceSched
        $command.Verb | Should -BeIn (Get-Verb).Verb
        $command.OutputType | Should -Not -BeNullOrEmpty
        $command.Parameters.ContainsKey('WhatIf') | Should -Be ($command.Verb -notin 'Get', 'Test')
    }

    It 'does not contain PowerShell itself' {
        Get-ChildItem $folder -Recurse -Filter System.Management.Automation* | Should -BeNullOrEmpty
    }

    It 'can be removed and imported again' {
        # In a job, because other tests use the module of this process.
        Start-Job -ArgumentList $module {
            param($module)
            foreach ($i in 1..3) {
                Import-Module $module
                Get-Command Get-MempalaceSchedule | ForEach-Object Name
                Remove-Module MempalaceSched
            }
        } | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop | Should -Be (@('Get-MempalaceSchedule') * 3)
    }
}

Describe 'The libraries of the module' -Skip:(-not $IsLinux) {
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $bed = Enter-Bed
        $libraries = Get-ChildItem "$(Split-Path $module)/dependencies" -Filter *.dll |
            ForEach-Object BaseName | Where-Object { $_ -ne 'MempalaceSched.Core' }
    }

    AfterAll { Exit-Bed }

    It 'are loaded into a separate load context' {
        $null = Install-MempalaceSchedule OpenCode -WarningAction SilentlyContinue
        $contexts = @{}
        foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
            $contexts["$($assembly.GetName().Name)"] += @([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($assembly).Name)
        }
        $contexts['CliWrap'] | Should -Be 'MempalaceSched'
        $libraries | Should -Not -BeNullOrEmpty
        foreach ($library in $libraries) { $contexts[$library] | Should -Not -Contain 'Default' -Because $library }
    }

    It 'are machine code if the module has some for this platform' {
        $loaded = Start-Job -ArgumentList $module {
            param($module)
            Import-Module $module
            $null = Get-MempalaceSchedule
            [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -in 'MempalaceSched.Core', 'CliWrap' }.Location
        } | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop
        $folder = "$(Split-Path $module)/dependencies"
        $platform = "$folder/$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
        $expected = (Test-Path $platform) ? $platform : $folder
        $loaded | Sort-Object | Should -Be "$expected/CliWrap.dll", "$expected/MempalaceSched.Core.dll"
    }

    It 'work without machine code' {
        Copy-Item (Split-Path $module) $bed/MempalaceSched -Recurse
        Get-ChildItem $bed/MempalaceSched/dependencies -Directory | Remove-Item -Recurse
        Start-Job -ArgumentList $bed/MempalaceSched {
            param($module)
            Import-Module $module
            (Install-MempalaceSchedule Pi -WarningAction SilentlyContinue).Name
            [MempalaceSched.Schedule].Assembly.Location
        } | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop |
            Should -Be 'mempalace-pi-session', "$bed/MempalaceSched/dependencies/MempalaceSched.Core.dll"
    }

    It 'work if another module has loaded another version of one of them' {
        $other = "$bed/Microsoft.Extensions.FileSystemGlobbing.dll"
        $name = [Reflection.AssemblyName]::new('Microsoft.Extensions.FileSystemGlobbing, Version=8.0.0.0')
        $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly)
        $type = $assembly.DefineDynamicModule('main').DefineType('Microsoft.Extensions.FileSystemGlobbing.Matcher', 'Public')
        $null = $type.CreateType()
        $assembly.Save($other)
        Start-Job -ArgumentList $other, $module {
            param($other, $module)
            $null = [Reflection.Assembly]::LoadFrom($other)
            Import-Module $module
            $null = Install-MempalaceSchedule OpenCode, Gemini -WarningAction SilentlyContinue
            (Get-MempalaceSchedule mempalace-gemini).Name
            [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'Microsoft.Extensions.FileSystemGlobbing' }.Count
        } | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop | Should -Be 'mempalace-gemini', 2
    }
}
