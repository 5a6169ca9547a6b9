using System.Globalization;

namespace MempalaceSched.Health;

/// <summary>How the last run ended, and whether it is not longer ago than the calendar allows.</summary>
internal sealed class LastRunCheck : ICheck
{
    public string Name => "last run";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation) =>
        Task.FromResult(Judge(subject.Schedule, subject.Now));

    internal static Verdict Judge(Schedule schedule, DateTimeOffset now)
    {
        if (schedule.Health is ScheduleHealth.Overdue or ScheduleHealth.Failing)
            return Verdict.Fail(schedule.HealthDetail, "");
        if (schedule.LastRun is not { } last)
            return Verdict.Pass("There was none yet.");
        var found =
            $"{last.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}, {Ago(now - last)}: {schedule.LastOutcome}"
            + $"{(schedule.LastReason.Length > 0 ? $" ({schedule.LastReason})" : "")}.";
        return schedule.LastOutcome switch
        {
            MineOutcome.Failed or MineOutcome.TimedOut => Verdict.Fail(
                found,
                $"Its log in '{schedule.StatePath}/logs' says more; Start-MempalaceMine {schedule.Name} -Verbose tries again."
            ),
            MineOutcome.Busy or MineOutcome.Interrupted => Verdict.Warn(
                found,
                $"Start-MempalaceMine {schedule.Name} mines now."
            ),
            _ => Verdict.Pass(found),
        };
    }

    private static string Ago(TimeSpan time) =>
        time switch
        {
            { TotalDays: >= 2 } => $"{(int)time.TotalDays} days ago",
            { TotalHours: >= 2 } => $"{(int)time.TotalHours} hours ago",
            _ => $"{Math.Max(0, (int)time.TotalMinutes)} min ago",
        };
}
