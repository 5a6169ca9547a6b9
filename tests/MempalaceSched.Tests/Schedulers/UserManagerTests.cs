using MempalaceSched.Errors;
using MempalaceSched.Export;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Systemd;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedulers;

public sealed class UserManagerTests : IDisposable
{
    private readonly TempFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void XDG_RUNTIME_DIR_selects_the_manager()
    {
        using var here = new ManagerSocket(root["elsewhere"]);
        using var there = new ManagerSocket(root["run/user/1000"]);
        var manager = Manager(("XDG_RUNTIME_DIR", root["elsewhere"]));
        Assert.Equal(root["elsewhere"], manager.RuntimeFolder);
        Assert.Null(manager.Unavailable);
    }

    [Fact]
    public void Without_a_manager_in_XDG_RUNTIME_DIR_the_default_folder_is_used()
    {
        using var manager = new ManagerSocket(root["run/user/1000"]);
        Assert.Equal(root["run/user/1000"], Manager(("XDG_RUNTIME_DIR", root["nowhere"])).RuntimeFolder);
        Assert.Equal(root["run/user/1000"], Manager().RuntimeFolder);
    }

    [Fact]
    public void The_leftover_socket_of_an_ended_manager_is_ignored()
    {
        using var dead = new ManagerSocket(root["run/user/1000"], answers: false);
        Assert.True(File.Exists(root["run/user/1000/systemd/private"]));
        Assert.Null(Manager().RuntimeFolder);
    }

    [Fact]
    public void A_machine_without_systemd_is_distinguished_from_a_user_without_a_manager()
    {
        Assert.Contains("not booted with systemd", Manager().Unavailable!.Reason, StringComparison.Ordinal);
        Directory.CreateDirectory(root["run/systemd/system"]);
        Assert.Contains("XDG_RUNTIME_DIR is not set", Manager().Unavailable!.Reason, StringComparison.Ordinal);
        var why = Manager(("XDG_RUNTIME_DIR", "/nowhere")).Unavailable!;
        Assert.Contains("'/nowhere'", why.Reason, StringComparison.Ordinal);
        Assert.Contains("robin", why.Reason, StringComparison.Ordinal);
        Assert.Contains("sudo loginctl enable-linger robin", why.Recommendation, StringComparison.Ordinal);
    }

    /// <summary>An export writes files for another machine, so it does not need the manager of this machine.</summary>
    [Fact]
    public async Task Rendering_the_files_of_a_schedule_opens_no_socket()
    {
        using var manager = new ManagerSocket(root["run"]);
        var robin = Machine.With(root.Path, ("XDG_RUNTIME_DIR", root["run"]));
        var scheduler = Selector(robin).For(SchedulerKind.Systemd);
        var schedule = new ExportedSchedule(Definitions.One(), scheduler, robin, new StandardPaths(robin));
        Assert.NotEmpty(schedule.FilesBelow(root["export"]));
        Assert.Equal(PlatformKind.Linux, scheduler.Traits.Platform);
        Assert.Null(scheduler.Unavailable); // the first connection
        Assert.Equal(1, await manager.ConnectionsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Lingering_is_detected_by_the_linger_file_of_the_user()
    {
        Assert.False(Manager().Lingers);
        root.Write("var/lib/systemd/linger/robin", "");
        Assert.True(Manager().Lingers);
    }

    [Fact]
    public void There_is_no_user_manager_except_on_Linux() =>
        Assert.Contains(
            "Linux only",
            new UserManager(Machine.With("/") with { Platform = PlatformKind.MacOS }, root.Path).Unavailable!.Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Auto_selects_a_working_scheduler_and_gives_the_reason()
    {
        using var manager = new ManagerSocket(root["run"]);
        var said = new List<string>();
        var selector = Selector(Machine.With(root.Path, ("XDG_RUNTIME_DIR", root["run"])));
        Assert.Equal(SchedulerKind.Systemd, selector.Choose(SchedulerKind.Auto, said.Add).Kind);
        Assert.Contains("systemd is used", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Root_through_sudo_is_rejected_with_a_recommendation()
    {
        var sudo = Machine.With(root.Path, ("SUDO_UID", "1000"), ("SUDO_USER", "robin")) with { UserId = 0 };
        var fault = Assert.Throws<MempalaceException>(() => Selector(sudo).Choose(SchedulerKind.Auto, _ => { }));
        Assert.Equal("SchedulerUnavailable", fault.Id);
        Assert.Contains("robin", fault.Message, StringComparison.Ordinal);
        Assert.Contains("without sudo", fault.Recommendation, StringComparison.Ordinal);
        Assert.False((Machine.With("/", ("SUDO_UID", "0")) with { UserId = 0 }).IsSudo);
    }

    [Fact]
    public void Another_platform_is_rejected() =>
        Assert.Equal(
            "SchedulerUnavailable",
            Assert
                .Throws<MempalaceException>(() =>
                    Selector(Machine.With("/") with { Platform = PlatformKind.Other })
                        .Choose(SchedulerKind.Auto, _ => { })
                )
                .Id
        );

    private UserManager Manager(params (string, string)[] variables) =>
        new(Machine.With("/home/robin", variables), root.Path);

    private static SchedulerSelector Selector(HostEnvironment environment) =>
        new(environment, new StandardPaths(environment), new RecordedProcesses(), TimeProvider.System);
}
