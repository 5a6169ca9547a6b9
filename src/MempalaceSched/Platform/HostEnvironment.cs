using System.Collections;
using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>The kind of operating system, which determines the available schedulers.</summary>
internal enum PlatformKind
{
    Linux,
    MacOS,
    Other,
}

/// <summary>
/// The machine and the user. It is captured once and passed to everything that needs it.
/// </summary>
/// <remarks>
/// An export is an install for an imaginary machine: the definition factory, the schedulers and the templates work on
/// the environment of the target, in which <see cref="IsOtherMachine"/> is set. They do not know about exports.
/// </remarks>
internal sealed partial record HostEnvironment
{
    /// <summary>The kind of operating system.</summary>
    public required PlatformKind Platform { get; init; }

    /// <summary>The effective user ID.</summary>
    public required uint UserId { get; init; }

    /// <summary>The name of the user.</summary>
    public required string UserName { get; init; }

    /// <summary>The absolute path of the home folder, from HOME or from the user account.</summary>
    public required string Home { get; init; }

    /// <summary>The environment variables of this process.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>
    /// Whether this describes another machine than the one that the process runs on. Its programs and files cannot be
    /// looked up.
    /// </summary>
    public bool IsOtherMachine { get; init; }

    /// <summary>The value of an environment variable; null if it is not set or is empty.</summary>
    public string? this[string variable] =>
        Variables.TryGetValue(variable, out var value) && value.Length > 0 ? value : null;

    /// <summary>
    /// Whether root runs through sudo. HOME and the user manager then belong to the wrong user.
    /// </summary>
    public bool IsSudo => UserId == 0 && this["SUDO_UID"] is { } uid && uid != "0";

    /// <summary>
    /// An XDG base folder: the value of the variable, or the default below the home folder. A relative path is ignored.
    /// Source: XDG Base Directory Specification.
    /// </summary>
    public string XdgFolder(string variable, string defaultBelowHome) =>
        this[variable] is { } value && Path.IsPathRooted(value) ? value : Path.Combine(Home, defaultBelowHome);

    /// <summary>The machine and the user of this process.</summary>
    /// <param name="shellFolder">
    /// The folder of the PowerShell that runs this process; null if it is not known. PowerShell puts its own folder
    /// first on PATH. A schedule that kept this folder would change with each version of PowerShell.
    /// </param>
    public static HostEnvironment Current(string? shellFolder = null)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        if (shellFolder is not null && variables.TryGetValue("PATH", out var path))
            variables["PATH"] = WithoutFirst(path, shellFolder);
        return new HostEnvironment
        {
            Platform = CurrentPlatform(variables),
            UserId = OperatingSystem.IsWindows() ? 0 : EffectiveUserId(),
            UserName = Environment.UserName,
            Home = Environment.GetFolderPath(
                Environment.SpecialFolder.UserProfile,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            Variables = variables,
        };
    }

    /// <summary>A search path without its first folder, if that is the one given.</summary>
    internal static string WithoutFirst(string path, string folder) =>
        path.StartsWith(folder + Path.PathSeparator, StringComparison.Ordinal) ? path[(folder.Length + 1)..] : path;

    /// <summary>
    /// The platform of this process. For tests only, MEMPALACE_SCHED_PLATFORM=macos selects macOS on every machine.
    /// Together with a stand-in for launchctl on PATH, the launchd code can then be tested on Linux.
    /// </summary>
    private static PlatformKind CurrentPlatform(Dictionary<string, string> variables)
    {
        if (OperatingSystem.IsMacOS() || variables.GetValueOrDefault("MEMPALACE_SCHED_PLATFORM") == "macos")
            return PlatformKind.MacOS;
        return OperatingSystem.IsLinux() ? PlatformKind.Linux : PlatformKind.Other;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();
}
