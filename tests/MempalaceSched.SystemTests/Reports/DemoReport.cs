using MempalaceSched.Calendars;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Report;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.SystemTests.Reports;

/// <summary>Reports with example schedules and their history.</summary>
internal static class DemoReport
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    private static readonly HostEnvironment Host = Machine.With("/home/robin");
    private static readonly StandardPaths Paths = new(Host);

    /// <summary>A few schedules, most of which are healthy.</summary>
    public static ReportModel Usual() =>
        Made(
            One(
                "mempalace-session",
                MineSource.OpenCode,
                "Mon..Fri 12:30",
                Runs(
                    "mempalace-session",
                    30,
                    1,
                    380,
                    i =>
                        i % 9 == 4 ? MineOutcome.NothingNew
                        : i == 11 ? MineOutcome.Failed
                        : MineOutcome.Succeeded
                )
            ),
            One(
                "mempalace-pi-session",
                MineSource.Pi,
                "Tue 03:00",
                Runs(
                    "mempalace-pi-session",
                    17,
                    7,
                    95,
                    i => i % 4 == 1 ? MineOutcome.NothingNew : MineOutcome.Succeeded
                )
            ),
            One(
                "mempalace-claude",
                MineSource.Claude,
                "Mon,Wed,Fri 12:45",
                Runs(
                    "mempalace-claude",
                    30,
                    2,
                    1500,
                    i =>
                        i switch
                        {
                            0 or 1 => MineOutcome.TimedOut,
                            5 or 6 or 7 => MineOutcome.Busy,
                            19 => MineOutcome.Interrupted,
                            _ => MineOutcome.Succeeded,
                        }
                )
            ),
            One(
                "mempalace-gemini",
                MineSource.Gemini,
                "Fri 03:00",
                Runs("mempalace-gemini", 6, 7, 30, i => i > 3 ? MineOutcome.Skipped : MineOutcome.NothingNew),
                ScheduleState.Disabled
            ),
            One(
                "mine-notes",
                MineSource.Custom,
                "*:0/30",
                Runs("mine-notes", 30, 0, 12, i => MineOutcome.Succeeded),
                ScheduleState.NotRunning,
                SchedulerKind.Embedded,
                "/home/robin/notes palace"
            )
        );

    /// <summary>Twelve schedules with very long names and reasons, and five hundred runs.</summary>
    public static ReportModel Crowded() =>
        Made([
            .. Enumerable
                .Range(0, 12)
                .Select(i =>
                {
                    var name = $"{new string((char)('a' + i), 40)}-{i}";
                    return One(
                        name,
                        (MineSource)(i % 6),
                        i % 2 == 0 ? "*:0/5" : "*-*-* 03,15:00",
                        Runs(name, 500, 0, 9000, run => (MineOutcome)(run % 7 + 1)),
                        (ScheduleState)(i % 7),
                        palace: "/home/robin/" + new string('p', 200)
                    );
                }),
        ]);

    public static ReportModel Empty() => Made();

    public static ReportModel New() => Made(One("mempalace-session", MineSource.OpenCode, "Mon 03:00", []));

    private static ReportModel Made(params ReportedSchedule[] schedules) =>
        ReportModel.From(new ReportInput(schedules, Now, TimeZoneInfo.Utc, 14));

    private static ReportedSchedule One(
        string name,
        MineSource source,
        string at,
        List<MineRun> runs,
        ScheduleState state = ScheduleState.Waiting,
        SchedulerKind scheduler = SchedulerKind.Systemd,
        string palace = "/home/robin/.mempalace/palace"
    )
    {
        var recurrence = Recurrence.Parse(at);
        var (health, detail) = state switch
        {
            ScheduleState.Disabled => (ScheduleHealth.Disabled, ""),
            ScheduleState.Missing => (
                ScheduleHealth.Missing,
                "The scheduler has no job for it. Repair-MempalaceSchedule brings it back."
            ),
            ScheduleState.NotRunning => (
                ScheduleHealth.SchedulerNotRunning,
                "The embedded scheduler does not run. Start it: Start-MempalaceScheduler"
            ),
            ScheduleState.Unknown or ScheduleState.Unreachable => (ScheduleHealth.Unknown, ""),
            _ when runs.Count > 1 && runs[0].Outcome == MineOutcome.TimedOut => (
                ScheduleHealth.Failing,
                "The last 2 runs failed."
            ),
            _ => (ScheduleHealth.Healthy, ""),
        };
        var enabled = state is not (ScheduleState.Disabled or ScheduleState.Missing);
        var definition = new ScheduleDefinition
        {
            Name = name,
            Source = source,
            Scheduler = scheduler,
            At = recurrence.ToString(),
            Enabled = enabled,
            Command = [$"/home/robin/.local/bin/{name}"],
            Palace = palace,
            Store = SourceCatalog.For(source).Store(Host),
            RandomDelay = TimeSpan.FromMinutes(source == MineSource.Custom ? 0 : 30),
            CapturedEnvironment = new Dictionary<string, string>(),
        };
        return new ReportedSchedule(
            new Schedule(definition, Paths)
            {
                State = state,
                Enabled = enabled,
                Health = health,
                HealthDetail = detail,
                NextRun = enabled
                    ? Occurrences.Next(recurrence, Now, TimeZoneInfo.Utc) + TimeSpan.FromMinutes(7)
                    : null,
                LastRun = runs.Count > 0 ? runs[0].Started : null,
                LastOutcome = runs.Count > 0 ? runs[0].Outcome : null,
                LastReason = runs.Count > 0 ? runs[0].Reason : "",
            },
            recurrence,
            runs
        );
    }

    /// <summary>Returns runs, the newest first. Their durations vary like those of a normal week.</summary>
    private static List<MineRun> Runs(
        string name,
        int count,
        int everyDays,
        int seconds,
        Func<int, MineOutcome> outcome
    ) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var ended = outcome(i);
                    var took =
                        ended is MineOutcome.Skipped or MineOutcome.Busy ? 0
                        : ended == MineOutcome.NothingNew ? seconds / 12
                        : (int)(seconds * (0.55 + 0.4 * Math.Sin(i * 1.7) + (ended == MineOutcome.TimedOut ? 1 : 0)));
                    return new MineRun
                    {
                        Name = name,
                        Id = $"{i}",
                        Outcome = ended,
                        Started = Now.AddDays(-i * Math.Max(everyDays, 0.02)).AddHours(-5),
                        Duration = ended == MineOutcome.Interrupted ? null : TimeSpan.FromSeconds(took),
                        Filed = ended == MineOutcome.Succeeded ? took * 2 : null,
                        Reason = ended switch
                        {
                            MineOutcome.Failed =>
                                "exit 4: the palace's index does not fit its drawers; run `mempalace repair`",
                            MineOutcome.TimedOut => "over its limit of 2400 s",
                            MineOutcome.Busy =>
                                "the palace /home/robin/.mempalace/palace is held by mempalace-session (PID 4711)",
                            MineOutcome.Interrupted => "the launcher was killed, or the machine went down",
                            MineOutcome.Skipped => "nothing to mine: /home/robin/.gemini/tmp/*/chats does not exist",
                            _ => "",
                        },
                    };
                }),
        ];
}
