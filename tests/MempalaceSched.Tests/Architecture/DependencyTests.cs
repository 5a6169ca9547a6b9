using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace MempalaceSched.Tests.Architecture;

/// <summary>
/// The dependencies between the folders of the module. A folder is a namespace. The public types in the root namespace
/// are the common objects, so every folder can use them.
/// </summary>
public sealed class DependencyTests
{
    /// <summary>The folders, lowest first. A folder depends only on folders before it.</summary>
    private static readonly string[] Folders =
    [
        "Errors",
        "Platform",
        "Calendars",
        "Changes",
        "Templates",
        "Mempalace",
        "Containers",
        "Runs",
        "Schedules",
        "Launcher",
        "Import",
        "Schedulers",
        "Health",
        "UseCases",
        "Export",
        "Report",
        "Commands",
    ];

    private static readonly System.Reflection.Assembly Core = typeof(Schedule).Assembly;
    private static readonly System.Reflection.Assembly Cmdlets = typeof(Commands.AsyncCommand).Assembly;

    private static readonly ArchUnitNET.Domain.Architecture Module = new ArchLoader()
        .LoadAssemblies(Core, Cmdlets)
        .Build();

    /// <summary>All folders except the last one, which can depend on every other folder.</summary>
    public static TheoryData<string> Lower => [.. Folders.SkipLast(1)];

    [Fact]
    public void Every_folder_is_in_the_order() =>
        Assert.Equal(
            Folders.Order(StringComparer.Ordinal),
            Module.Types.Select(Folder).OfType<string>().Distinct().Order(StringComparer.Ordinal)
        );

    /// <summary>PowerShell loads the cmdlet classes before it can load the other assembly.</summary>
    [Fact]
    public void Cmdlets_have_no_fields_of_value_types_of_the_other_assembly() =>
        Assert.DoesNotContain(
            Cmdlets
                .GetExportedTypes()
                .SelectMany(type =>
                    type.GetFields(
                        BindingFlags.Instance
                            | BindingFlags.Static
                            | BindingFlags.Public
                            | BindingFlags.NonPublic
                            | BindingFlags.DeclaredOnly
                    )
                ),
            field =>
                (Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType) is { IsValueType: true } type
                && type.Assembly == Core
        );

    [Theory]
    [MemberData(nameof(Lower))]
    public void A_folder_depends_only_on_folders_before_it(string folder)
    {
        var later = Folders.SkipWhile(other => other != folder).Skip(1);
        Types()
            .That()
            .ResideInNamespaceMatching(In(folder))
            .Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching(In([.. later])))
            .Check(Module);
    }

    [Fact]
    public void Folders_have_no_dependency_cycles()
    {
        var dependencies = Module
            .Types.SelectMany(type => type.Dependencies)
            .Select(each =>
                (From: Folder(each.Origin), To: Folder(each.Target), Text: $"{each.Origin} -> {each.Target}")
            )
            .Where(each => each is { From: not null, To: not null } && each.From != each.To)
            .GroupBy(each => (From: each.From!, To: each.To!), each => each.Text)
            .ToDictionary(group => group.Key, group => group.First());
        Assert.NotEmpty(dependencies);
        Assert.Empty(InCycles(dependencies.Keys).Select(each => dependencies[each]));
    }

    [Fact]
    public void The_search_finds_a_cycle() =>
        Assert.Equal(
            [("a", "b"), ("b", "c"), ("c", "a")],
            InCycles([("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"), ("d", "e")])
        );

    [Fact]
    public void Only_the_Commands_folder_depends_on_PowerShell() =>
        Types()
            .That()
            .DoNotResideInNamespaceMatching(In("Commands"))
            .Should()
            .NotDependOnAny(Types(true).That().ResideInNamespaceMatching(@"^System\.Management\.Automation(\.|$)"))
            .Check(Module);

    [Fact]
    public void Only_the_assembly_of_the_cmdlets_references_PowerShell()
    {
        Assert.Equal(
            ["MempalaceSched", "MempalaceSched.Core"],
            new[] { Cmdlets, Core }.Select(each => each.GetName().Name)
        );
        Assert.Contains("System.Management.Automation", References(Cmdlets));
        Assert.DoesNotContain("System.Management.Automation", References(Core));
    }

    [Fact]
    public void The_Commands_folder_is_the_assembly_of_the_cmdlets()
    {
        Assert.All(Core.GetTypes(), type => Assert.DoesNotMatch(In("Commands"), type.Namespace ?? ""));
        // The compiler adds types without a namespace, and attributes in the namespaces of .NET.
        Assert.All(
            Cmdlets
                .GetTypes()
                .Where(type => type.Namespace?.StartsWith("MempalaceSched", StringComparison.Ordinal) == true),
            type => Assert.Matches(In("Commands"), type.Namespace)
        );
    }

    /// <summary>
    /// Repeatedly removes folders without dependencies, and returns the dependencies that remain. An ArchUnitNET slice
    /// is a single namespace, so it does not support a folder with nested namespaces.
    /// </summary>
    private static List<(string From, string To)> InCycles(IEnumerable<(string From, string To)> dependencies)
    {
        var left = dependencies.ToList();
        while (true)
        {
            var kept = left.Where(each => left.Exists(other => other.From == each.To)).ToList();
            if (kept.Count == left.Count)
                return left;
            left = kept;
        }
    }

    private static IEnumerable<string?> References(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(each => each.Name);

    private static string? Folder(IType type) =>
        type.Namespace.FullName.Split('.') is ["MempalaceSched", var folder, ..] ? folder : null;

    private static string In(params string[] folders) => $@"^MempalaceSched\.({string.Join('|', folders)})(\.|$)";
}
