using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The cron of this machine: its program and its daemon, found by looking at files.</summary>
internal sealed class CronDaemon(HostEnvironment environment, string root = "/")
{
    private const string Install =
        "Install cron: `sudo apt install cron` (Debian, Ubuntu), `sudo dnf install cronie` (Fedora), `sudo apk add busybox-openrc` (Alpine).";

    private static readonly string[] Daemons = ["cron", "crond"];

    /// <summary>The path of crontab(1); null when there is none.</summary>
    public string? Program { get; } =
        (environment["PATH"] ?? "/usr/bin:/bin")
            .Split(':')
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, "crontab"))
            .FirstOrDefault(File.Exists);

    /// <summary>busybox has no @reboot. On Alpine a small wrapper, bbsuid, stands between. Of the cron of another machine the usual is taken to be true.</summary>
    public bool KnowsReboot => environment.IsElsewhere || !IsBusybox;

    /// <summary>Whether crontab(1) refuses a text that breaks off within an entry: vixie and cronie, which are what Linux has but for busybox and systemd-cron.</summary>
    public bool RefusesUnended => environment.Platform == PlatformKind.Linux && !IsBusybox && !HasTimers;

    private bool IsBusybox =>
        Program is { } program
        && Path.GetFileName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program) is var name
        && (name.StartsWith("busybox", StringComparison.Ordinal) || name == "bbsuid");

    /// <summary>Whether the daemon runs. On macOS launchd starts it with the first crontab; systemd-cron makes timers of crontabs and has none.</summary>
    public bool IsRunning => environment.Platform == PlatformKind.MacOS || IsMadeOfTimers || RunningByProcess();

    public Unavailability? Unavailable
    {
        get
        {
            if (environment.Platform == PlatformKind.Other)
                return new("cron is for Linux and macOS.", "Use another scheduler.");
            return Program is null ? new("there is no crontab command on PATH.", Install) : null;
        }
    }

    /// <summary>How the daemon is started here, in a sentence.</summary>
    public string StartIt
    {
        get
        {
            var daemon = Daemons.FirstOrDefault(name => Has($"usr/sbin/{name}") || Has($"sbin/{name}"));
            return daemon switch
            {
                null => Install,
                _ when Has("run/systemd/system") => $"Start it: sudo systemctl enable --now {daemon}",
                _ when Has("sbin/rc-service") || Has("usr/sbin/rc-service") =>
                    $"Start it: sudo rc-update add {daemon} && sudo rc-service {daemon} start",
                _ when Has($"etc/init.d/{daemon}") => $"Start it: sudo service {daemon} start",
                _ => $"Start it: sudo {daemon}",
            };
        }
    }

    private bool IsMadeOfTimers => Has("run/systemd/system") && HasTimers;

    private bool HasTimers =>
        Has("usr/lib/systemd/system-generators/systemd-crontab-generator")
        || Has("lib/systemd/system-generators/systemd-crontab-generator");

    private bool Has(string path) => Path.Exists(Path.Combine(root, path));

    private bool RunningByProcess()
    {
        try
        {
            var depth = Depth(Fields(Path.Combine(root, "proc/self")));
            return Directory.EnumerateDirectories(Path.Combine(root, "proc")).Any(folder => IsCron(folder, depth));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsCron(string folder, int depth)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            return false;
        try
        {
            var fields = Fields(folder);
            if (fields.GetValueOrDefault("State", "").StartsWith('Z'))
                return false; // dead, and not yet taken away
            if (Depth(fields) > depth)
                return false; // the cron of a container below us
            return fields.GetValueOrDefault("Name") switch
            {
                "cron" or "crond" => true,
                "busybox" => File.ReadAllText(Path.Combine(folder, "cmdline"))
                    .Split('\0')
                    .Any(word => Path.GetFileName(word) == "crond"),
                _ => false,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile
        }
    }

    /// <summary>How many PID namespaces deep a process is; 0 where the kernel does not say.</summary>
    private static int Depth(Dictionary<string, string> fields) =>
        fields.GetValueOrDefault("NSpid", "").Split('\t', StringSplitOptions.RemoveEmptyEntries).Length;

    private static Dictionary<string, string> Fields(string folder) =>
        File.ReadLines(Path.Combine(folder, "status"))
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.First()[1].Trim(), StringComparer.Ordinal);
}
