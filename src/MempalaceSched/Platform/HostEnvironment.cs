using System.Collections;
using System.Runtime.InteropServices;

namespace MempalaceSched.Platform;

/// <summary>Which family of schedulers the machine can have.</summary>
internal enum PlatformKind
{
    Linux,
    MacOS,
    Other,
}

/// <summary>What the code may know of the machine and the user: asked once, passed on, and made up freely in tests.</summary>
internal sealed partial record HostEnvironment
{
    public required PlatformKind Platform { get; init; }

    /// <summary>The effective user id.</summary>
    public required uint UserId { get; init; }

    public required string UserName { get; init; }

    /// <summary>The home folder, absolute: HOME, else the one of the account.</summary>
    public required string Home { get; init; }

    /// <summary>The environment variables of this process.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Whether it is another machine than this one: what programs that has is not known.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The value of a variable, null when it is not set or empty.</summary>
    public string? this[string variable] =>
        Variables.TryGetValue(variable, out var value) && value.Length > 0 ? value : null;

    /// <summary>root on behalf of somebody else: HOME and the user manager are then the wrong ones.</summary>
    public bool IsSudo => UserId == 0 && this["SUDO_UID"] is { } uid && uid != "0";

    /// <summary>An XDG base folder: the variable where it is set to an absolute path (others are to be ignored), else the default below HOME.</summary>
    public string XdgFolder(string variable, string defaultBelowHome) =>
        this[variable] is { } value && Path.IsPathRooted(value) ? value : Path.Combine(Home, defaultBelowHome);

    /// <summary>The machine and the user of this process.</summary>
    /// <param name="shellFolder">
    /// The folder of the shell that runs this process. PowerShell puts its own folder first on PATH. A schedule that kept it would
    /// change with each version of PowerShell.
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
    /// The platform of this process. For tests alone, MEMPALACE_SCHED_PLATFORM=macos makes it macOS wherever it runs: with a stand-in for launchctl
    /// on PATH all of the module can then be tried on Linux.
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
