using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Cron;

public sealed class CronDaemonTests : IDisposable
{
    private readonly TempFolder root = new();

    public CronDaemonTests() => root.Write("proc/self/status", Status("sh", "S (sleeping)", "77"));

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("cron", "S (sleeping)", "55", "", true)]
    [InlineData("crond", "S (sleeping)", "55", "", true)]
    [InlineData("busybox", "S (sleeping)", "55", "/bin/busybox\0crond\0-f\0", true)]
    [InlineData("busybox", "S (sleeping)", "55", "busybox\0httpd\0", false)]
    [InlineData("cron", "Z (zombie)", "55", "", false)]
    [InlineData("cron", "S (sleeping)", "55\t1", "", false)] // in a child container
    [InlineData("crontab", "R (running)", "55", "", false)]
    [InlineData("anacron", "S (sleeping)", "55", "", false)]
    public void A_running_daemon_is_found_in_proc(string name, string state, string pids, string words, bool found)
    {
        root.Write("proc/1/status", Status("init", "S (sleeping)", "1"));
        root.Write("proc/55/comm", name + "\n");
        root.Write("proc/55/status", Status(name, state, pids));
        root.Write("proc/55/cmdline", words);
        root.Write("proc/sys/comm", "cron\n");
        root.Write("proc/sys/status", Status("cron", "S", "1"));
        Directory.CreateDirectory(root["proc/99"]); // a process that has just ended
        Assert.Equal(found, Daemon().IsRunning);
    }

    [Fact]
    public void Without_proc_the_daemon_counts_as_not_running() =>
        Assert.False(new CronDaemon(Machine.With("/h"), root["nowhere"]).IsRunning);

    [Fact]
    public void On_macOS_launchd_starts_the_daemon_so_it_counts_as_running() =>
        Assert.True(
            new CronDaemon(Machine.With("/h") with { Platform = PlatformKind.MacOS }, root["nowhere"]).IsRunning
        );

    [Fact]
    public void The_systemd_crontab_generator_needs_no_daemon()
    {
        root.Write("usr/lib/systemd/system-generators/systemd-crontab-generator", "");
        Assert.False(Daemon().IsRunning);
        Directory.CreateDirectory(root["run/systemd/system"]);
        Assert.True(Daemon().IsRunning);
    }

    [Fact]
    public void A_missing_crontab_command_is_reported_with_the_package_to_install()
    {
        var why = Daemon().Unavailable;
        Assert.NotNull(why);
        Assert.Contains("apt install cron", why.Recommendation, StringComparison.Ordinal);
        Assert.Contains("dnf install cronie", why.Recommendation, StringComparison.Ordinal);
        Assert.Contains("apk add", why.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "apt install cron")]
    [InlineData("usr/sbin/cron", "run/systemd/system/x", "sudo systemctl enable --now cron")]
    [InlineData("usr/sbin/crond", "run/systemd/system/x", "sudo systemctl enable --now crond")]
    [InlineData("usr/sbin/cron", "etc/init.d/cron", "sudo service cron start")]
    [InlineData("usr/sbin/crond", "sbin/rc-service", "sudo rc-update add crond && sudo rc-service crond start")]
    [InlineData("usr/sbin/cron", "", "sudo cron")]
    public void The_command_that_starts_the_daemon_depends_on_the_machine(string daemon, string beside, string command)
    {
        if (daemon.Length > 0)
            root.Program(daemon);
        if (beside.Length > 0)
            root.Write(beside, "");
        Assert.Contains(command, Daemon().StartIt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usr/lib/cronie", true)]
    [InlineData("bin/busybox", false)]
    [InlineData("bin/busybox.nosuid", false)]
    [InlineData("bin/bbsuid", false)]
    public void The_target_of_the_crontab_link_shows_whether_reboot_lines_are_supported(string target, bool knows)
    {
        root.Program(target);
        Directory.CreateDirectory(root["usr/bin"]);
        File.CreateSymbolicLink(root["usr/bin/crontab"], root[target]);
        Assert.Equal(root["usr/bin/crontab"], Daemon().Program);
        Assert.Equal(knows, Daemon().SupportsReboot);
    }

    [Fact]
    public void A_crontab_that_is_not_a_link_supports_reboot_lines()
    {
        root.Program("usr/bin/crontab");
        Assert.True(Daemon().SupportsReboot);
        Assert.Null(Daemon().Unavailable);
    }

    private CronDaemon Daemon() => new(Machine.With("/home/robin", ("PATH", $"relative:{root["usr/bin"]}")), root.Path);

    private static string Status(string name, string state, string pids) =>
        $"Name:\t{name}\nUmask:\t0022\nState:\t{state}\nPid:\t55\nNSpid:\t{pids}\n";
}
