using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>A palace, and what determined its location.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="From">
/// The environment variable or the configuration file that names the palace or its folder, or
/// <see cref="PalaceLocation.Default"/>.
/// </param>
internal sealed record ResolvedPalace(string Path, string From);

/// <summary>Finds the palace in the same way as the installed release of mempalace.</summary>
internal static class PalaceLocation
{
    /// <summary>The origin of a palace that the user specified.</summary>
    public const string Given = "-Palace";

    /// <summary>The origin of a palace at the default location of its release.</summary>
    public const string Default = "default";

    /// <summary>The origin of a palace in a container that was not running, where nothing could be looked up.</summary>
    public const string Unknown = "unknown";

    /// <summary>The value of <c>-Palace</c> for the palace that mempalace itself would use.</summary>
    public const string Automatic = "auto";

    /// <summary>The palace of all releases before 3.10, and of later ones if it already exists.</summary>
    public const string OldDefault = "~/.mempalace/palace";

    private const string Configuration = "config.json",
        Database = "palace/chroma.sqlite3";

    private static readonly string[] PalaceVariables = ["MEMPALACE_PALACE_PATH", "MEMPAL_PALACE_PATH"];

    private static readonly string[] MarksOfOldFolder = [Configuration, "people_map.json", Database];

    /// <summary>The palace that a release uses.</summary>
    /// <param name="release">The release; null if it is unknown. Then the rules of the newest one apply.</param>
    /// <param name="view">The variables and files.</param>
    public static ResolvedPalace Resolve(MempalaceRelease? release, PalaceView view)
    {
        foreach (var variable in PalaceVariables)
            if (view.Variable(variable) is { } palace)
                return new(AbsolutePath.From(palace, view.Home, view.Home), variable);
        var folder = ConfigurationFolder(release, view);
        var file = Path.Combine(folder.Path, Configuration);
        return view.Text(file) is { } text && Configured(text) is { } configured
            ? new(FromConfiguration(configured, release, view.Home), file)
            : folder with
            {
                Path = Path.Combine(folder.Path, "palace"),
            };
    }

    /// <summary>
    /// The palace that a run would hide: it exists in the XDG folder, or the configuration in that folder names it, and
    /// the given palace would be a new one in <c>~/.mempalace</c>, which releases from 3.10 on then use instead. Null
    /// if nothing would be hidden.
    /// </summary>
    public static string? HiddenBy(string palace, PalaceView view)
    {
        var old = Path.Combine(view.Home, ".mempalace");
        var isNew =
            palace == Path.Combine(old, "palace")
            && !MarksOfOldFolder.Any(mark => view.Exists(Path.Combine(old, mark)));
        if (!isNew)
            return null;
        var folder = XdgFolder(view).Path;
        if (view.Text(Path.Combine(folder, Configuration)) is { } text && Configured(text) is { } configured)
            return AbsolutePath.From(configured, view.Home, view.Home) is var named && named != palace ? named : null;
        var other = Path.Combine(folder, "palace");
        return view.Exists(Path.Combine(other, "chroma.sqlite3")) ? other : null;
    }

    /// <summary>The command after which a schedule uses the palace that mempalace itself would use now.</summary>
    public static string FollowCommand(string schedule) => $"Set-MempalaceSchedule {schedule} -Palace {Automatic}";

    /// <summary>The command that sets the palace of a schedule.</summary>
    public static string SetCommand(string schedule, string palace) =>
        $"Set-MempalaceSchedule {schedule} -Palace '{palace.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The name of the lock file that all schedules with this palace share.</summary>
    public static string LockName(string palace) =>
        $"palace-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(palace)))[..16].ToLowerInvariant()}.lock";

    private static ResolvedPalace ConfigurationFolder(MempalaceRelease? release, PalaceView view)
    {
        var old = Path.Combine(view.Home, ".mempalace");
        if (release?.IsAtLeast(MempalaceRelease.XdgFolders) == false)
            return new(old, Default);
        const string variable = "MEMPALACE_CONFIG_DIR";
        return view.Variable(variable) is { } folder ? new(AbsolutePath.From(folder, view.Home, view.Home), variable)
            : MarksOfOldFolder.Any(mark => view.Exists(Path.Combine(old, mark))) ? new(old, Default)
            : XdgFolder(view);
    }

    private static ResolvedPalace XdgFolder(PalaceView view)
    {
        const string variable = "XDG_CONFIG_HOME";
        return view.Variable(variable) is { } folder && Path.IsPathRooted(folder)
            ? new(Path.Combine(AbsolutePath.From(folder, view.Home, view.Home), "mempalace"), variable)
            : new(Path.Combine(view.Home, ".config", "mempalace"), Default);
    }

    /// <summary>
    /// Before 3.6.0, mempalace takes <c>~</c> for the name of a folder. A run starts in the home folder.
    /// </summary>
    private static string FromConfiguration(string palace, MempalaceRelease? release, string home) =>
        release?.IsAtLeast(MempalaceRelease.ExpandsConfiguredHome) == false
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(palace, home))
            : AbsolutePath.From(palace, home, home);

    /// <summary>The palace in the text of a configuration; null if it names none or cannot be read.</summary>
    private static string? Configured(string text)
    {
        try
        {
            using var config = JsonDocument.Parse(text);
            return
                config.RootElement.TryGetProperty("palace_path", out var path)
                && path.ValueKind == JsonValueKind.String
                && path.GetString() is { Length: > 0 } palace
                && !palace.Contains('\0', StringComparison.Ordinal)
                ? palace
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // mempalace also ignores a configuration that it cannot read
        }
    }
}
