using System.Collections;
using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Platform;
using MempalaceSched.Report;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Report;

/// <summary>Creates schedules and runs for report tests.</summary>
internal static class Reported
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 30, 0, TimeSpan.Zero);

    private static readonly Gen<MineRun> AnyRun =
        from outcome in Gen.Enum<MineOutcome>()
        from reason in Definitions.Text
        from seconds in Gen.OneOf(
            Gen.Const((int?)null),
            Gen.Int[0, 20].Select(seconds => (int?)seconds),
            Gen.Int[0, 700_000].Select(seconds => (int?)seconds)
        )
        from ago in Gen.Int[0, 100_000]
        from filed in Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 999_999_999].Select(count => (int?)count))
        select Run(outcome, seconds, reason) with
        {
            Started = Now.AddMinutes(-ago),
            Filed = filed,
        };

    /// <summary>Runs of one schedule, newest first.</summary>
    public static readonly Gen<List<MineRun>> AnyRuns = AnyRun
        .List[0, 40]
        .Select(runs => runs.OrderByDescending(run => run.Started).ToList());

    /// <summary>A schedule whose text contains HTML and unpaired surrogates.</summary>
    public static readonly Gen<ReportedSchedule> Any =
        from name in Text
        from palace in Text
        from command in Text
        from health in Gen.Enum<ScheduleHealth>()
        from state in Gen.Enum<ScheduleState>()
        from runs in AnyRuns
        let one = One(name, "Mon *-*-* 03:00:00", runs, palace, state, command)
        select one with
        {
            Schedule = one.Schedule with
            {
                Health = health,
                HealthDetail = command + palace,
                LastReason = runs.Count > 0 ? runs[0].Reason : "",
            },
        };

    private static Gen<string> Text =>
        Gen.Select(
            Definitions.Text,
            Gen.OneOf("", "</td><script>", "&amp;", "]]>", "<!--", "\ud800", "\uffff", "\u0085", "\u202e"),
            (text, more) => "x" + text + more
        );

    public static ReportInput Input(params ReportedSchedule[] schedules) => new(schedules, Now, TimeZoneInfo.Utc, 14);

    public static MineRun Run(MineOutcome outcome, int? seconds, string reason = "") =>
        new()
        {
            Name = "one",
            Id = "1",
            Outcome = outcome,
            Started = Now.AddHours(-1),
            Duration = seconds is { } took ? TimeSpan.FromSeconds(took) : null,
            Reason = reason,
        };

    public static ReportedSchedule One(
        string name,
        string at,
        IReadOnlyList<MineRun>? runs = null,
        string palace = "/palace",
        ScheduleState state = ScheduleState.Waiting,
        string command = "/bin/mine"
    ) =>
        new(
            new Schedule(
                Definitions.One(name, MineSource.Custom) with
                {
                    At = at,
                    Command = [command],
                    Palace = palace,
                    RandomDelay = TimeSpan.Zero,
                },
                new StandardPaths(Machine.With("/home/robin"))
            )
            {
                State = state,
                Health = ScheduleHealth.Healthy,
                Enabled = state is not (ScheduleState.Disabled or ScheduleState.Missing),
            },
            Recurrence.Parse(at),
            runs ?? []
        );
}
