using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;

namespace MempalaceSched.Export;

/// <summary>Whose files an export makes: each scheduler has its platform, and that has its usual folders.</summary>
internal sealed class ExportTargets
{
    private const string MacSearchPath = "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        LinuxSearchPath = "/usr/local/bin:/usr/bin:/bin";

    private readonly HostEnvironment here;
    private readonly string? home;

    /// <param name="here">This machine.</param>
    /// <param name="home">The home folder that was asked for; null for the one of this user, or of a user of the same name.</param>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public ExportTargets(HostEnvironment here, string? home)
    {
        if (home is not null && (!home.StartsWith('/') || home.Any(char.IsControl)))
            throw Fault.ValueNotRepresentable(
                "-TargetHome",
                home,
                "it is not an absolute path, or has control characters",
                "Give one such as /home/robin or /Users/robin."
            );
        (this.here, this.home) = (here, home is null ? null : Path.TrimEndingDirectorySeparator(home));
    }

    /// <summary>The machine and user that files for a scheduler are for: this one, if it could have that scheduler and the home folder is its own.</summary>
    public HostEnvironment For(SchedulerTraits scheduler)
    {
        var platform = scheduler.Platform ?? AnyPlatform();
        if (platform == here.Platform && (home ?? here.Home) == here.Home)
            return here;
        return here with
        {
            Platform = platform,
            Home = home ?? HomeOf(here.UserName, platform),
            Variables = new Dictionary<string, string>
            {
                ["PATH"] = platform == PlatformKind.MacOS ? MacSearchPath : LinuxSearchPath,
            },
            IsElsewhere = true,
        };
    }

    /// <summary>The platform of a scheduler that exists on all of them: the home folder shows which one is meant.</summary>
    private PlatformKind AnyPlatform()
    {
        if (home is not null && home != here.Home)
            return IsOfMac(home) ? PlatformKind.MacOS : PlatformKind.Linux;
        return here.Platform == PlatformKind.Other ? PlatformKind.Linux : here.Platform;
    }

    private static bool IsOfMac(string home) =>
        home == "/var/root" || home.StartsWith("/Users/", StringComparison.Ordinal);

    private static string HomeOf(string user, PlatformKind platform) =>
        (user, platform) switch
        {
            ("root", PlatformKind.MacOS) => "/var/root",
            ("root", _) => "/root",
            (_, PlatformKind.MacOS) => $"/Users/{user}",
            _ => $"/home/{user}",
        };
}
