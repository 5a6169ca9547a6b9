using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedulers.Systemd;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedulers;

public sealed class SystemdSchedulerTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly ManagerSocket manager;

    public SystemdSchedulerTests() => manager = new ManagerSocket(home["run"]);

    private HostEnvironment Robin => Machine.With(home.Path, ("XDG_RUNTIME_DIR", home["run"]));

    public void Dispose()
    {
        manager.Dispose();
        home.Dispose();
    }

    [Fact]
    public void One_command_enables_all_schedules()
    {
        var plan = Scheduler()
            .Planner.PlanInstall(
                [Definitions.One("a"), Definitions.One("b"), Definitions.One("c")],
                new HashSet<string> { "b" },
                new InstallOptions(false, false)
            );
        Assert.Equal(
            [
                "undo systemctl --user --no-pager daemon-reload",
                "write a.service",
                "write a.timer",
                "write b.service",
                "write b.timer",
                "write c.service",
                "write c.timer",
                "expect stamp-a.timer",
                "expect stamp-b.timer",
                "expect stamp-c.timer",
                "systemctl --user --no-pager enable --now -- a.timer b.timer c.timer, undo systemctl --user disable --now --no-reload -- a.timer c.timer",
            ],
            plan.Steps.Select(Told)
        );
    }

    [Fact]
    public void Undo_does_not_stop_a_timer_that_was_already_running()
    {
        var plan = Scheduler()
            .Planner.PlanInstall([Definitions.One("a")], new HashSet<string> { "a" }, new InstallOptions(false, false));
        Assert.Equal("systemctl --user --no-pager enable --now -- a.timer", Told(plan.Steps[^1]));
    }

    [Fact]
    public void Disabled_timers_lose_their_links_and_undo_enables_those_that_were_enabled()
    {
        var plan = Scheduler()
            .Planner.PlanInstall(
                [Off("a"), Definitions.One("b"), Off("c")],
                new HashSet<string> { "a", "b" },
                new InstallOptions(false, false)
            );
        Assert.Equal(
            [
                "systemctl --user --no-pager disable --now -- a.timer c.timer, undo systemctl --user --no-pager enable --now --no-reload -- a.timer",
                "systemctl --user --no-pager enable --now -- b.timer",
            ],
            plan.Steps.Select(Told).Where(told => told.StartsWith("systemctl", StringComparison.Ordinal))
        );

        static ScheduleDefinition Off(string name) => Definitions.One(name) with { Enabled = false };
    }

    [Fact]
    public void Lingering_is_the_last_step_and_optional()
    {
        var plan = Scheduler()
            .Planner.PlanInstall([Definitions.One("a")], new HashSet<string>(), new InstallOptions(true, false));
        Assert.Equal("loginctl enable-linger", Told(plan.Steps[^1]));
    }

    [Fact]
    public void Timers_are_stopped_before_their_files_are_deleted_and_one_reload_follows()
    {
        home.Write(".config/systemd/user/a.timer", "");
        home.Write(".config/systemd/user/b.timer", "");
        home.Write(".config/systemd/user/timers.target.wants/a.timer", ""); // b is disabled
        var plan = Scheduler()
            .Planner.PlanRemove([Definitions.One("a"), Definitions.One("b"), Definitions.One("gone")]);
        Assert.Equal(
            [
                "systemctl --user --no-pager disable --now --no-reload -- a.timer b.timer, undo systemctl --user --no-pager enable --now -- a.timer",
                "systemctl --user --no-pager stop -- gone.timer",
                "delete gone.timer",
                "delete a.timer",
                "delete a.service",
                "delete stamp-a.timer",
                "delete b.timer",
                "delete b.service",
                "delete stamp-b.timer",
                "delete gone.timer",
                "delete gone.service",
                "delete stamp-gone.timer",
                "tidy user",
                "tidy systemd",
                "tidy timers",
                "tidy systemd",
                "systemctl --user --no-pager daemon-reload",
                "systemctl --user --no-pager reset-failed -- a.timer b.timer gone.timer a.service b.service gone.service",
            ],
            plan.Steps.Select(Told)
        );
    }

    [Fact]
    public async Task One_query_in_UTC_covers_all_schedules()
    {
        ProcessCommand? asked = null;
        var processes = new RecordedProcesses(command =>
        {
            asked = command;
            return new ProcessResult(
                0,
                """
                Id=a.timer
                LoadState=loaded
                ActiveState=active
                NextElapseUSecRealtime=Mon 2027-01-04 03:12:00 UTC

                Id=a.service
                LoadState=loaded
                ActiveState=inactive

                """,
                ""
            );
        });
        var states = await Scheduler(processes)
            .Query.QueryAsync([Definitions.One("a"), Definitions.One("b")], CancellationToken.None);
        Assert.Single(processes.Commands);
        Assert.Equal("UTC", asked!.Environment["TZ"]);
        Assert.EndsWith("-- a.timer a.service b.timer b.service", asked.ToString(), StringComparison.Ordinal);
        Assert.Equal(ScheduleState.Waiting, states["a"].State);
        Assert.Equal(new DateTimeOffset(2027, 1, 4, 3, 12, 0, TimeSpan.Zero), states["a"].NextRun);
        Assert.Equal(ScheduleState.Missing, states["b"].State);
    }

    [Fact]
    public async Task No_schedules_means_no_query()
    {
        var processes = new RecordedProcesses();
        Assert.Empty(await Scheduler(processes).Query.QueryAsync([], CancellationToken.None));
        Assert.Empty(processes.Commands);
    }

    [Fact]
    public void A_run_is_started_through_its_service()
    {
        Assert.Equal(
            "systemctl --user --no-pager start -- a.service",
            Scheduler().Runs.StartCommand(Definitions.One("a"), wait: true).ToString()
        );
        Assert.Equal(
            "systemctl --user --no-pager start --no-block -- a.service",
            Scheduler().Runs.StartCommand(Definitions.One("a"), wait: false).ToString()
        );
    }

    [Fact]
    public async Task Undo_disables_only_timers_that_still_exist()
    {
        home.Write(".config/systemd/user/a.timer", "");
        var processes = new RecordedProcesses();
        var context = new ChangeContext(Robin, new StandardPaths(Robin), processes, new RecordedReports());
        await new DisableTimers(["a.timer", "gone.timer"]).UndoAsync(context);
        await new DisableTimers(["gone.timer"]).UndoAsync(context);
        Assert.Equal(["systemctl --user --no-pager disable --now --no-reload -- a.timer"], processes.Commands);
    }

    [Fact]
    public void Templates_get_the_settings_of_a_schedule_as_variables()
    {
        var settings = ScheduleVariables.From(Definitions.One() with { Wing = null });
        Assert.Equal(7200L, settings["time_limit"]);
        Assert.Equal(true, settings["catch_up"]);
        Assert.Equal("Mon *-*-* 03:00:00", settings["at"]);
        Assert.Equal("OpenCode", settings["source"]);
        Assert.Null(settings["wing"]);
        Assert.DoesNotContain("command", settings.Keys);
    }

    private SystemdScheduler Scheduler(RecordedProcesses? processes = null) =>
        new(Robin, new StandardPaths(Robin), processes ?? new());

    private static string Told(ChangeStep step) =>
        step switch
        {
            WriteFile write => $"write {Path.GetFileName(write.Path)}",
            ByProduct product => $"expect {Path.GetFileName(product.Path)}",
            DeleteEmptyFolder folder => $"tidy {Path.GetFileName(folder.Path)}",
            DeleteFile delete => $"delete {Path.GetFileName(delete.Path)}",
            OnUndo { Undo: var undo } => Told(undo),
            RunCommand { Command: var command, Undo: null } => $"{command}",
            RunCommand { Command: var command, Undo: var undo } => $"{command}, {Told(undo)}",
            _ => step.Description["run ".Length..],
        };

    private static string Told(UndoStep undo) => $"undo {undo.Description["run ".Length..]}";
}
