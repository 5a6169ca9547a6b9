using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace MempalaceSched.Commands;

/// <summary>
/// Finds the libraries of this module in the folder <c>dependencies</c> beside it, and loads them into a context of
/// their own: whatever versions other modules have loaded, or will load, both get theirs.
/// </summary>
public sealed class DependencyResolver : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.Combine(
        Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location)!,
        "dependencies"
    );
    private static readonly Context Own = new();

    /// <summary>Called by PowerShell when the module is imported.</summary>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Called by PowerShell when the module is removed.</summary>
    /// <param name="psModuleInfo">This module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        File.Exists(PathOf(name)) ? Own.LoadFromAssemblyName(name) : null;

    private static string PathOf(AssemblyName name) => Path.Combine(Folder, name.Name + ".dll");

    private sealed class Context() : AssemblyLoadContext("MempalaceSched")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            PathOf(assemblyName) is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
