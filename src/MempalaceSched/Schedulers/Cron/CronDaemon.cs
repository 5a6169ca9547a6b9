using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>The cron of this machine: its program and its daemon, found by looking at files.</summary>
internal sealed class CronDaemon(HostEnvironment environment, string root = "/")
{
    private static readonly string[] ProcessNames = ["cron", "crond", "busybox-crond", "fcron", "systemd-cron"];

    /// <summary>The path of crontab(1); null when there is none.</summary>
    public string? Program { get; } = (environment["PATH"] ?? "/usr/bin:/bin").Split(':').Append("/usr/bin").Append("/bin")
        .Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, "crontab")).FirstOrDefault(File.Exists);

    /// <summary>busybox has no @reboot.</summary>
    public bool KnowsReboot => Program is { } program
        && !Path.GetFileName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program).StartsWith("busybox", StringComparison.Ordinal);

    /// <summary>Whether the daemon runs. On macOS launchd starts it with the first crontab.</summary>
    public bool IsRunning => environment.Platform == PlatformKind.MacOS || RunningByProcess();

    public Unavailability? Unavailable
    {
        get
        {
            if (environment.Platform == PlatformKind.Other) return new("cron is for Linux and macOS.", "Use another scheduler.");
            return Program is null
                ? new("there is no crontab command on PATH.", "Install cron: `sudo apt install cron` (Debian, Ubuntu), `sudo dnf install cronie` (Fedora), `apk add busybox-openrc` (Alpine).")
                : null;
        }
    }

    private bool RunningByProcess()
    {
        try
        {
            return Directory.EnumerateDirectories(Path.Combine(root, "proc")).Any(IsCron);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsCron(string folder)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(folder)[0])) return false;
        try
        {
            var name = File.ReadAllText(Path.Combine(folder, "comm")).Trim();
            return ProcessNames.Contains(name)
                || (name == "busybox" && File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Any(word => Path.GetFileName(word) == "crond"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile
        }
    }
}
