namespace MempalaceSched.SystemTests.PowerShell;

/// <summary>The PowerShell that the build installs. Every account on this machine can run it.</summary>
internal static class PowerShellProgram
{
    /// <summary>Runs a script and prints the objects that it returns as JSON, one per line.</summary>
    public const string RunScript = "tests/MempalaceSched.SystemTests/PowerShell/Run.ps1";

    /// <summary>Runs commands for another program.</summary>
    public const string CallScript = "tests/MempalaceSched.SystemTests/PowerShell/Call.ps1";

    private const string RelativePath = "out/pwsh/pwsh";

    /// <summary>The full path of the program.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, RelativePath);

    /// <summary>
    /// Environment variables of a PowerShell process that runs many commands. They prevent PowerShell from writing its
    /// own files after startup, and .NET from compiling PowerShell and the module once more, since both are machine
    /// code already: that takes up to ten seconds in each process.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        new Dictionary<string, string>
        {
            ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
            ["POWERSHELL_UPDATECHECK"] = "Off",
            ["PSModuleAnalysisCachePath"] = "/dev/null",
            ["DOTNET_TieredCompilation"] = "0",
        };

    /// <summary>A command line that runs a script, as a program and its arguments.</summary>
    /// <param name="repository">Where the process sees the repository.</param>
    /// <param name="script">The script, absolute or relative to the repository.</param>
    public static IReadOnlyList<string> Run(string repository, string script) =>
        [
            $"{repository}/{RelativePath}",
            "-NoProfile",
            "-NonInteractive",
            "-File",
            $"{repository}/{RunScript}",
            System.IO.Path.Combine(repository, script),
        ];
}
