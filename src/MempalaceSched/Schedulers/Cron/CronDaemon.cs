using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// The cron of this machine. Its program and its daemon are found by reading files, without starting a process.
/// </summary>
internal sealed class CronDaemon(HostEnvironment environment, string root = "/")
{
    private const string Install =
        "Install cron: `sudo apt install cron` (Debian, Ubuntu), `sudo dnf install cronie` (Fedora), "
        + "`sudo apk add busybox-openrc` (Alpine).";

    private static readonly string[] Daemons = ["cron", "crond"];

    private static readonly string[] Spools =
    [
        "var/spool/cron/crontabs",
        "var/spool/cron/tabs",
        "var/spool/cron",
        "usr/lib/cron/tabs",
    ];

    /// <summary>The path of crontab(1); null when there is none.</summary>
    public string? Program { get; } =
        (environment["PATH"] ?? "/usr/bin:/bin")
            .Split(':')
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, "crontab"))
            .FirstOrDefault(File.Exists);

    /// <summary>crontab(1), by its name only if it was not found.</summary>
    public CrontabProgram Crontab =>
        new(
            Program ?? "crontab",
            RejectsIncompleteEntries,
            Spools.Select(folder => Path.Combine(root, folder)).FirstOrDefault(Directory.Exists)
        );

    /// <summary>
    /// Whether cron has <c>@reboot</c>. Only busybox has not; the cron of another machine is assumed to have it.
    /// </summary>
    public bool SupportsReboot => environment.IsOtherMachine || !IsBusybox;

    /// <summary>
    /// Whether crontab(1) rejects a text that ends within an entry. On Linux that is vixie cron and cronie, but not
    /// busybox and systemd-cron.
    /// </summary>
    private bool RejectsIncompleteEntries => environment.Platform == PlatformKind.Linux && !IsBusybox && !HasTimers;

    /// <summary>On Alpine, busybox is called through the wrapper bbsuid.</summary>
    private bool IsBusybox =>
        Program is { } program
        && Path.GetFileName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program) is var name
        && (name.StartsWith("busybox", StringComparison.Ordinal) || name == "bbsuid");

    /// <summary>
    /// Whether the daemon is running. On macOS, launchd starts it with the first crontab; systemd-cron has no daemon,
    /// it turns crontabs into timers.
    /// </summary>
    public bool IsRunning => environment.Platform == PlatformKind.MacOS || UsesTimers || HasProcess();

    public Unavailability? Unavailable
    {
        get
        {
            if (environment.Platform == PlatformKind.Other)
                return new("cron exists on Linux and macOS only.", "Specify another scheduler with -Scheduler.");
            return Program is null ? new("there is no crontab command on PATH.", Install) : null;
        }
    }

    /// <summary>How to start the daemon on this machine, as a sentence.</summary>
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

    private bool UsesTimers => Has("run/systemd/system") && HasTimers;

    private bool HasTimers =>
        Has("usr/lib/systemd/system-generators/systemd-crontab-generator")
        || Has("lib/systemd/system-generators/systemd-crontab-generator");

    private bool Has(string path) => Path.Exists(Path.Combine(root, path));

    private bool HasProcess()
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

    private static bool IsCron(string folder, int ownDepth)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            return false;
        try
        {
            // A machine has hundreds of processes, so the long list of fields is read only for those with such a name.
            var name = File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd('\n');
            if (name is not ("cron" or "crond" or "busybox"))
                return false;
            var fields = Fields(folder);
            if (fields.GetValueOrDefault("State", "").StartsWith('Z'))
                return false; // a zombie
            if (Depth(fields) > ownDepth)
                return false; // the cron of a container on this machine
            return name != "busybox"
                || File.ReadAllText(Path.Combine(folder, "cmdline"))
                    .Split('\0')
                    .Any(word => Path.GetFileName(word) == "crond");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the process has ended
        }
    }

    /// <summary>The number of nested PID namespaces of a process; 0 if the kernel does not report it.</summary>
    private static int Depth(Dictionary<string, string> fields) =>
        fields.GetValueOrDefault("NSpid", "").Split('\t', StringSplitOptions.RemoveEmptyEntries).Length;

    private static Dictionary<string, string> Fields(string folder) =>
        File.ReadLines(Path.Combine(folder, "status"))
            .Select(line => line.Split(':', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.First()[1].Trim(), StringComparer.Ordinal);
}
