using System.Diagnostics;
using System.Reflection;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Engine;

public sealed class ModuleTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void It_exports_exactly_the_cmdlets_that_there_are()
    {
        var exported = bed.Works("(Get-Module MempalaceSched).ExportedCommands.Keys")
            .Output.Order(StringComparer.Ordinal);
        var declared = typeof(Schedule)
            .Assembly.GetExportedTypes()
            .Select(type =>
                type.GetCustomAttributesData()
                    .FirstOrDefault(attribute => attribute.AttributeType.Name == "CmdletAttribute")
            )
            .OfType<CustomAttributeData>()
            .Select(attribute =>
                $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}"
            );
        Assert.Equal(declared.Order(StringComparer.Ordinal), exported);
        Assert.NotEmpty(exported);
    }

    [Fact]
    public void Its_version_is_that_of_the_manifest_everywhere()
    {
        var manifest = bed.Works("(Get-Module MempalaceSched).Version.ToString()").Output[0];
        Assert.Equal(manifest, typeof(Schedule).Assembly.GetName().Version!.ToString(3));
        Assert.StartsWith(
            manifest,
            FileVersionInfo.GetVersionInfo(Path.Combine(Repository.Module, "MempalaceSched.dll")).ProductVersion,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_engine_is_no_part_of_it() =>
        Assert.DoesNotContain(
            Directory.GetFiles(Repository.Module, "*", SearchOption.AllDirectories),
            path => Path.GetFileName(path).StartsWith("System.Management.Automation", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_verb_is_approved_and_every_change_can_be_asked_about()
    {
        var lines = bed.Works(
            """
            $approved = [psobject].Assembly.GetTypes().Where{ $_.Name -like 'Verbs*' -and $_.IsPublic }.ForEach{ $_.GetFields().Name }
            foreach ($c in Get-Command -Module MempalaceSched) {
                $type = $c.ImplementingType
                $cmdlet = $type.GetCustomAttributes($true).Where{ $_ -is [System.Management.Automation.CmdletAttribute] }[0]
                "$($c.Name) $($c.Verb -in $approved) $($cmdlet.SupportsShouldProcess) $([bool]$c.OutputType) $($c.Parameters.ContainsKey('WhatIf')) $($c.Parameters.ContainsKey('ErrorAction'))"
            }
            """
        ).Output;
        Assert.NotEmpty(lines);
        Assert.All(
            lines,
            line =>
            {
                var reads =
                    line.StartsWith("Get-", StringComparison.Ordinal)
                    || line.StartsWith("Test-", StringComparison.Ordinal);
                Assert.Equal($"{line.Split(' ')[0]} True {!reads} True {!reads} True", line);
            }
        );
    }

    [Fact]
    public void The_output_is_of_the_type_that_is_announced()
    {
        Assert.Equal(["MempalaceSched.Schedule"], bed.Works("Install-MempalaceSchedule OpenCode").Types);
        Assert.Equal(["MempalaceSched.MineRun"], bed.Works("Start-MempalaceMine mempalace-session").Types);
        Assert.Equal(["MempalaceSched.Schedule"], bed.Works("Get-MempalaceSchedule").Types);
        Assert.Equal(
            [
                "Get: MempalaceSched.Schedule",
                "Install: MempalaceSched.Schedule",
                "Remove: System.Void",
                "Start: MempalaceSched.MineRun System.String",
            ],
            bed.Works(
                "Get-Command Get-MempalaceSchedule, Install-MempalaceSchedule, Remove-MempalaceSchedule, Start-MempalaceMine | ForEach-Object { \"$($_.Verb): $($_.OutputType.Name -join ' ')\" }"
            ).Output
        );
    }

    [Fact]
    public void Its_libraries_stay_out_of_everybodys_context()
    {
        using var fresh = new EngineProcess();
        using var own = new Bed(fresh);
        own.Works("Install-MempalaceSchedule OpenCode");
        var loaded = own.Works(
            """
            foreach ($a in [AppDomain]::CurrentDomain.GetAssemblies()) {
                $context = [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($a)
                "$($a.GetName().Name): $(if ($context -eq [System.Runtime.Loader.AssemblyLoadContext]::Default) { 'shared' } else { $context.Name })"
            }
            """
        ).Output;
        foreach (
            var library in Directory
                .GetFiles(Path.Combine(Repository.Module, "dependencies"), "*.dll")
                .Select(path => Path.GetFileNameWithoutExtension(path))
        )
            Assert.DoesNotContain($"{library}: shared", loaded);
        Assert.Contains("CliWrap: MempalaceSched", loaded);
    }

    [Fact]
    public void Another_version_of_a_library_that_is_there_before_does_no_harm()
    {
        using var fresh = new EngineProcess();
        using var own = new Bed(fresh);
        var other = Path.Combine(
            Repository.Root,
            "out",
            "engine",
            "other",
            "Microsoft.Extensions.FileSystemGlobbing.dll"
        );
        var response = fresh.Run(
            new EngineRequest
            {
                Environment = own.Environment,
                Script = $$"""
                $first = [System.Reflection.Assembly]::LoadFrom('{{other}}')
                $null = [Activator]::CreateInstance($first.GetType('Microsoft.Extensions.FileSystemGlobbing.Matcher'))
                Import-Module '{{Path.Combine(Repository.Module, "MempalaceSched.psd1")}}'
                $null = Install-MempalaceSchedule OpenCode
                (Get-MempalaceSchedule).Name
                [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'Microsoft.Extensions.FileSystemGlobbing' }.ForEach{ $_.GetName().Version.Major }
                """,
            }
        );
        Assert.Null(response.Ended);
        Assert.Empty(response.Errors);
        Assert.Equal(["mempalace-session", "8", "10"], response.Output);
    }

    [Fact]
    public void It_can_be_imported_and_removed_again_and_again() =>
        bed.Works(
            $$"""
            foreach ($i in 1..3) {
                Remove-Module MempalaceSched
                Import-Module '{{Path.Combine(Repository.Module, "MempalaceSched.psd1")}}'
                $null = Get-MempalaceSchedule
            }
            """
        );
}
