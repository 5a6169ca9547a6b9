using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Export;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Export;

public class ExportTargetsTests
{
    private static readonly HostEnvironment Linux = Machine.With(
        "/home/robin",
        ("PATH", "/opt/bin"),
        ("XDG_DATA_HOME", "/data")
    );
    private static readonly HostEnvironment Mac = Linux with { Platform = PlatformKind.MacOS, Home = "/Users/robin" };

    [Theory]
    [InlineData(SchedulerKind.Systemd, null, "/home/robin", false)]
    [InlineData(SchedulerKind.Cron, null, "/home/robin", false)]
    [InlineData(SchedulerKind.Embedded, "/home/robin/", "/home/robin", false)]
    [InlineData(SchedulerKind.Launchd, null, "/Users/robin", true)]
    [InlineData(SchedulerKind.Launchd, "/Users/kim", "/Users/kim", true)]
    [InlineData(SchedulerKind.Systemd, "/home/kim", "/home/kim", true)]
    public void Export_targets_on_Linux(SchedulerKind kind, string? asked, string home, bool elsewhere) =>
        Is(Linux, kind, asked, home, elsewhere);

    [Theory]
    [InlineData(SchedulerKind.Launchd, null, "/Users/robin", false)]
    [InlineData(SchedulerKind.Cron, null, "/Users/robin", false)]
    [InlineData(SchedulerKind.Systemd, null, "/home/robin", true)]
    public void Export_targets_on_macOS(SchedulerKind kind, string? asked, string home, bool elsewhere) =>
        Is(Mac, kind, asked, home, elsewhere);

    [Fact]
    public void On_other_platforms_every_target_is_another_machine()
    {
        var windows = Linux with { Platform = PlatformKind.Other, Home = "C:\\Users\\robin" };
        foreach (var kind in new[] { SchedulerKind.Systemd, SchedulerKind.Cron, SchedulerKind.Embedded })
            Is(windows, kind, null, "/home/robin", true);
    }

    [Fact]
    public void The_home_folder_of_root_depends_on_the_platform()
    {
        Is(Linux with { UserName = "root", Home = "/root" }, SchedulerKind.Launchd, null, "/var/root", true);
        Is(Mac with { UserName = "root", Home = "/var/root" }, SchedulerKind.Systemd, null, "/root", true);
    }

    [Fact]
    public void A_target_on_another_machine_gets_only_a_default_PATH()
    {
        var target = new ExportTargets(Linux, null).For(Traits(SchedulerKind.Launchd));
        Assert.Equal(["PATH"], target.Variables.Keys);
        Assert.Equal(
            [
                "/opt/homebrew/bin",
                "/usr/local/bin",
                "/usr/bin",
                "/bin",
                "/usr/sbin",
                "/sbin",
                "/Users/robin/.local/bin",
            ],
            CommandResolver.SearchPath(target)
        );
        Assert.Equal("/Users/robin/.local/share", target.XdgFolder("XDG_DATA_HOME", ".local/share"));
    }

    [Theory]
    [InlineData("/Users/kim", "MacOS")]
    [InlineData("/var/root", "MacOS")]
    [InlineData("/home/kim", "Linux")]
    [InlineData("/srv/Users/kim", "Linux")]
    public void The_home_folder_determines_the_platform_for_cron(string home, string platform) =>
        Assert.Equal(platform, new ExportTargets(Linux, home).For(Traits(SchedulerKind.Cron)).Platform.ToString());

    [Theory]
    [InlineData("robin")]
    [InlineData("~")]
    [InlineData("/home/a\nb")]
    public void An_invalid_home_folder_is_rejected(string home) =>
        Assert.Equal(
            "ValueNotRepresentable",
            Assert.Throws<MempalaceException>(() => new ExportTargets(Linux, home)).Id
        );

    [Fact]
    public void Only_paths_in_the_home_folder_move_with_a_schedule() =>
        Definitions.Text.Sample(
            text =>
            {
                var tail = "/" + text;
                var old = Definitions.One() with
                {
                    Command = ["/home/robin" + tail, "/home/robin", "/home/robins", text],
                    ArgumentList = ["x/home/robin" + tail],
                    Palace = "/home/robin" + tail,
                    Store = new SessionStore("/srv" + tail, "*"),
                    Environment = new Dictionary<string, string> { ["A"] = "/home/robin" + tail },
                };
                var moved = MovedDefinition.For(
                    old,
                    new ExportTargets(Linux, "/Users/kim").For(Traits(SchedulerKind.Launchd))
                );
                Assert.Equal(["/Users/kim" + tail, "/Users/kim", "/home/robins", text], moved.Command);
                Assert.Equal(["x/home/robin" + tail], moved.ArgumentList);
                Assert.Equal(
                    ("/Users/kim" + tail, new SessionStore("/srv" + tail, "*"), "/Users/kim" + tail),
                    (moved.Palace, moved.Store, moved.Environment["A"])
                );
                Assert.Equal("/Users/kim", moved.CapturedEnvironment["HOME"]);
                Assert.StartsWith("/opt/homebrew/bin:", moved.CapturedEnvironment["PATH"], StringComparison.Ordinal);
            },
            iter: 200
        );

    private static void Is(HostEnvironment here, SchedulerKind kind, string? asked, string home, bool elsewhere)
    {
        var target = new ExportTargets(here, asked).For(Traits(kind));
        Assert.Equal((home, elsewhere), (target.Home, target.IsOtherMachine));
        if (!elsewhere)
            Assert.Same(here, target);
    }

    private static SchedulerTraits Traits(SchedulerKind kind) =>
        new SchedulerSelector(Linux, new StandardPaths(Linux), new RecordedProcesses(), TimeProvider.System)
            .For(kind)
            .Traits;
}
