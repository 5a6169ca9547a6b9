using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;

namespace MempalaceSched.Export;

/// <summary>Determines the machine and user that the files of an export are for.</summary>
internal sealed class ExportTargets
{
    private const string MacSearchPath = "/opt/homebrew/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        LinuxSearchPath = "/usr/local/bin:/usr/bin:/bin";

    private readonly HostEnvironment here;
    private readonly string? home;

    /// <param name="here">This machine.</param>
    /// <param name="home">
    /// The specified home folder; null for the one of this user, or of a user with the same name.
    /// </param>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public ExportTargets(HostEnvironment here, string? home)
    {
        if (home is not null && (!home.StartsWith('/') || home.Any(char.IsControl)))
            throw Error.ValueNotRepresentable(
                "-TargetHome",
                home,
                "it must be an absolute path without control characters",
                "Specify a path such as /home/robin or /Users/robin."
            );
        (this.here, this.home) = (here, home is null ? null : Path.TrimEndingDirectorySeparator(home));
    }

    /// <summary>
    /// The machine and user that the files for a scheduler are for: this machine, if the scheduler exists on its
    /// platform and the home folder is the user's own.
    /// </summary>
    public HostEnvironment For(SchedulerTraits traits)
    {
        var platform = PlatformFor(traits);
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
            IsOtherMachine = true,
        };
    }

    private PlatformKind PlatformFor(SchedulerTraits traits)
    {
        if (traits.Platform is { } only)
            return only;
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
