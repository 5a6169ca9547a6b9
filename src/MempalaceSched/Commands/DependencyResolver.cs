using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace MempalaceSched.Commands;

/// <summary>
/// Finds <c>MempalaceSched.Core.dll</c> and the libraries of this module in the folder <c>dependencies</c> beside it.
/// The libraries go into a context of their own, so that other modules can load other versions.
/// </summary>
/// <remarks>
/// If <c>dependencies</c> has a folder with the name of this platform, the assemblies are loaded from there. They are
/// the same assemblies as machine code, which loads on no other platform.
/// </remarks>
public sealed class DependencyResolver : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.Combine(
        Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location)!,
        "dependencies"
    );
    private static readonly string PlatformFolder = Path.Combine(Folder, RuntimeInformation.RuntimeIdentifier);
    private static readonly Context Own = new();

    /// <summary>Called by PowerShell when the module is imported.</summary>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving += Resolve;
        // PowerShell finds a type such as [MempalaceSched.Schedule] only in assemblies of the default context.
        AssemblyLoadContext.Default.LoadFromAssemblyPath(PathOf("MempalaceSched.Core")!);
    }

    /// <summary>Called by PowerShell when the module is removed.</summary>
    /// <param name="psModuleInfo">This module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        PathOf(name.Name!) is null ? null : Own.LoadFromAssemblyName(name);

    private static string? PathOf(string name)
    {
        var (machineCode, portable) = (
            Path.Combine(PlatformFolder, name + ".dll"),
            Path.Combine(Folder, name + ".dll")
        );
        return File.Exists(machineCode) ? machineCode
            : File.Exists(portable) ? portable
            : null;
    }

    private sealed class Context() : AssemblyLoadContext("MempalaceSched")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            PathOf(assemblyName.Name!) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
