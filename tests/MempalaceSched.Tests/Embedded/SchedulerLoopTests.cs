using Xunit;

namespace MempalaceSched.Tests.Embedded;

public sealed class SchedulerLoopTests : IDisposable
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private readonly MovableClock clock;
    private readonly SchedulerBed bed;

    public SchedulerLoopTests()
    {
        clock = new MovableClock(At("2026-03-04 12:00"), Berlin); // a Wednesday
        bed = new SchedulerBed(clock);
    }

    public void Dispose() => bed.Dispose();

    [Fact]
    public void One_run_catches_up_on_any_number_of_missed_occurrences()
    {
        bed.Install("daily", At("2026-01-01 12:00"));
        bed.Turn();
        Assert.Equal(At("2026-03-04 00:00"), Assert.Single(bed.Launches).Occurrence);
        bed.Restart();
        bed.Turn();
        Assert.Single(bed.Launches);
    }

    [Fact]
    public void With_NoCatchUp_a_missed_occurrence_does_not_run_and_is_reported_once()
    {
        bed.Install("daily", At("2026-01-01 12:00"), catchUp: false);
        bed.Turn();
        bed.Restart();
        bed.Turn();
        Assert.Empty(bed.Launches);
        Assert.Single(bed.Events, each => each.Kind == SchedulerEventKind.Missed);
        Go("2026-03-05 00:00");
        Assert.Equal(At("2026-03-05 00:00"), Assert.Single(bed.Launches).Occurrence);
    }

    [Fact]
    public void A_time_skipped_in_spring_runs_once_after_the_gap()
    {
        bed.Install("02:30", At("2026-03-28 12:00"));
        Go("2026-03-29 01:59:59");
        Assert.Empty(bed.Launches);
        for (var minute = 0; minute < 120; minute += 5)
            Go($"2026-03-29 {3 + (minute / 60):00}:{minute % 60:00}");
        Assert.Equal(At("2026-03-29 03:00"), Assert.Single(bed.Launches).Occurrence);
    }

    [Fact]
    public void A_time_repeated_in_autumn_runs_once()
    {
        bed.Install("02:30", At("2026-10-24 12:00"));
        for (
            var moment = At("2026-10-25 00:00").ToUniversalTime();
            moment < At("2026-10-25 06:00");
            moment = moment.AddMinutes(10)
        )
            Go(moment);
        Assert.Equal(At("2026-10-25 02:30", 2), Assert.Single(bed.Launches).Occurrence);
    }

    [Fact]
    public void A_fixed_time_that_a_new_time_zone_repeats_runs_once()
    {
        bed.Install("Mon 03:00", At("2026-03-04 12:00"));
        Go("2026-03-09 03:00");
        clock.SetLocalTimeZone(NewYork);
        for (var hour = 0; hour < 24 * 6; hour++)
            Go(At("2026-03-09 03:00").AddHours(hour));
        Assert.Single(bed.Launches);
        bed.Restart();
        Go(At("2026-03-16 03:00").AddHours(5));
        Assert.Equal(new DateTimeOffset(2026, 3, 16, 3, 0, 0, TimeSpan.FromHours(-4)), bed.Launches[1].Occurrence);
    }

    [Fact]
    public void A_fixed_time_that_a_new_time_zone_skips_runs_at_once()
    {
        clock.SetLocalTimeZone(NewYork);
        bed.Install("Mon 03:00", At("2026-03-04 12:00"));
        Go("2026-03-09 05:00"); // still Sunday in New York
        Assert.Empty(bed.Launches);
        clock.SetLocalTimeZone(Berlin);
        bed.Turn();
        Assert.Equal(At("2026-03-09 03:00"), Assert.Single(bed.Launches).Occurrence);
    }

    [Fact]
    public void A_periodic_schedule_follows_the_elapsed_time_in_every_time_zone()
    {
        bed.Install("hourly", At("2026-03-04 12:00"));
        for (var hour = 1; hour <= 20; hour++)
        {
            clock.SetLocalTimeZone(hour % 5 < 2 ? NewYork : Berlin);
            Go(At("2026-03-04 12:00").AddHours(hour));
        }
        Assert.Equal(20, bed.Launches.Select(launch => launch.Occurrence).Distinct().Count());
        Assert.Equal(20, bed.Launches.Count);
    }

    [Fact]
    public void A_run_longer_than_the_period_does_not_overlap_and_is_followed_by_one_run()
    {
        var end = new TaskCompletionSource<MineRun>();
        bed.Act = (_, occurrence, _) =>
        {
            bed.Stamp("job", occurrence);
            return end.Task;
        };
        bed.Install("hourly", At("2026-03-04 12:00"));
        for (var hour = 13; hour < 18; hour++)
            Go($"2026-03-04 {hour}:00");
        Assert.Single(bed.Launches);
        end.SetResult(bed.Run("job", MineOutcome.Succeeded));
        bed.Turn();
        Assert.Equal(At("2026-03-04 17:00"), bed.Launches[^1].Occurrence);
        Assert.Equal(2, bed.Launches.Count);
    }

    [Fact]
    public void A_definition_that_changes_during_a_run_does_not_start_a_second_run()
    {
        var end = new TaskCompletionSource<MineRun>();
        bed.Act = (_, _, _) => end.Task; // a launcher that has not recorded its occurrence yet
        bed.Install("daily", At("2026-03-01 12:00"));
        bed.Turn();
        bed.Install("hourly", At("2026-03-02 12:00"));
        bed.Turn();
        File.WriteAllText(bed.Paths.Definition("job"), "{");
        bed.Turn();
        File.Delete(bed.Paths.Definition("job"));
        bed.Turn();
        bed.Install("hourly", At("2026-03-03 12:00"));
        bed.Turn();
        Assert.Single(bed.Launches);
        Assert.Equal(
            [
                SchedulerEventKind.Loaded,
                SchedulerEventKind.RunStarted,
                SchedulerEventKind.Loaded,
                SchedulerEventKind.Refused,
                SchedulerEventKind.Loaded,
            ],
            bed.Events.Select(each => each.Kind)
        );
        bed.Stamp("job", At("2026-03-04 00:00"));
        bed.Act = null;
        end.SetResult(bed.Run("job", MineOutcome.Succeeded));
        bed.Turn();
        Assert.Equal(At("2026-03-04 12:00"), bed.Launches[^1].Occurrence); // hourly, since noon
        Assert.Equal(2, bed.Launches.Count);
    }

    [Fact]
    public void A_busy_run_is_retried_after_a_minute()
    {
        // The launcher did not get the lock, so it does not record the occurrence.
        bed.Act = (_, _, _) => Task.FromResult(bed.Run("job", MineOutcome.Busy));
        bed.Install("daily", At("2026-03-01 12:00"));
        bed.Turn();
        bed.Turn();
        Assert.Single(bed.Launches);
        bed.Act = null;
        clock.Advance(TimeSpan.FromSeconds(61));
        bed.Turn();
        Assert.Equal(2, bed.Launches.Count);
        clock.Advance(TimeSpan.FromSeconds(61));
        bed.Turn();
        Assert.Equal(2, bed.Launches.Count);
    }

    [Theory]
    [InlineData("daily", 3601)] // the interval of the schedule
    [InlineData("*:0/15", 901)] // the next occurrence comes first
    public void A_held_palace_is_tried_again_after_the_interval_but_not_after_the_next_occurrence(
        string at,
        int seconds
    )
    {
        bed.Act = (_, _, _) =>
            Task.FromResult(bed.Run("job", MineOutcome.Busy) with { Occurrence = "2026-03-02T00:00" });
        bed.Install(at, At("2026-03-01 12:00"));
        bed.Turn();
        bed.Turn();
        Assert.Single(bed.Launches);
        clock.Advance(TimeSpan.FromSeconds(seconds - 60));
        bed.Turn();
        Assert.Single(bed.Launches);
        clock.Advance(TimeSpan.FromSeconds(60));
        bed.Turn();
        Assert.Equal(2, bed.Launches.Count);
    }

    [Fact]
    public void A_launcher_that_cannot_start_is_not_retried_and_does_not_stop_other_schedules()
    {
        bed.Act = (_, _, _) => throw new InvalidOperationException("no such thing");
        bed.Install("daily", At("2026-03-01 12:00"));
        bed.Install("hourly", At("2026-03-01 12:00"), name: "other");
        for (var turn = 0; turn < 5; turn++)
            bed.Turn();
        Assert.Equal(2, bed.Launches.Count);
        var ended = bed.Events.Where(each => each.Kind == SchedulerEventKind.RunEnded).ToList();
        Assert.Equal(["job", "other"], ended.Select(each => each.Name));
        Assert.All(ended, each => Assert.Equal("no such thing", each.Run!.Reason));
        Go("2026-03-04 13:00");
        Assert.Equal("other", bed.Launches[^1].Name);
    }

    [Fact]
    public void An_invalid_definition_is_rejected_once_and_loaded_when_it_is_valid()
    {
        File.WriteAllText(bed.Paths.Definition("broken"), "{ this is none");
        bed.Install("daily", At("2026-03-01 12:00"));
        bed.Turn();
        bed.Turn();
        Assert.Equal("broken", Assert.Single(bed.Events, each => each.Kind == SchedulerEventKind.Refused).Name);
        Assert.Single(bed.Launches);
        bed.Install("daily", At("2026-03-01 12:00"), name: "broken");
        bed.Turn();
        Assert.Equal("broken", bed.Launches[^1].Name);
    }

    [Fact]
    public async Task The_loop_wakes_when_an_occurrence_is_due()
    {
        bed.Install("12:01", At("2026-03-03 13:00"));
        using var stop = new CancellationTokenSource();
        var ran = new TaskCompletionSource<DateTimeOffset>();
        bed.Act = (_, occurrence, _) =>
        {
            ran.TrySetResult(clock.GetUtcNow());
            bed.Stamp("job", occurrence);
            return Task.FromResult(bed.Run("job", MineOutcome.Succeeded));
        };
        var work = bed.Loop.RunAsync(stop.Token);
        while (clock.GetUtcNow() < At("2026-03-04 12:01"))
            clock.Advance(await clock.NextSleepAsync());
        Assert.Equal(At("2026-03-04 12:01"), await ran.Task);
        await stop.CancelAsync();
        await work;
        Assert.Equal(At("2026-03-04 12:01"), Assert.Single(bed.Launches).Occurrence);
        Assert.Equal(SchedulerEventKind.Stopped, bed.Events[^1].Kind);
    }

    [Fact]
    public void A_definition_is_loaded_unloaded_and_disabled_when_its_file_changes()
    {
        bed.Turn();
        bed.Install("daily", At("2026-03-04 12:00"));
        bed.Turn();
        bed.Install("daily", At("2026-03-04 12:01"), enabled: false);
        bed.Turn();
        bed.Install("daily", At("2026-03-04 12:02"));
        bed.Turn();
        Directory.Delete(bed.Paths.Definitions, recursive: true);
        bed.Turn();
        Assert.Equal(
            [
                SchedulerEventKind.Loaded,
                SchedulerEventKind.Unloaded,
                SchedulerEventKind.Loaded,
                SchedulerEventKind.Unloaded,
            ],
            bed.Events.Select(each => each.Kind)
        );
    }

    [Fact]
    public void An_unchanged_definition_with_a_new_file_time_changes_nothing()
    {
        bed.Install("daily", At("2026-03-04 12:00"));
        bed.Turn();
        bed.Install("daily", At("2026-03-01 12:00"));
        bed.Turn();
        Assert.Single(bed.Events);
        Assert.Empty(bed.Launches);
    }

    private static DateTimeOffset At(string local, int? offset = null)
    {
        var wall = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return new DateTimeOffset(wall, offset is { } hours ? TimeSpan.FromHours(hours) : Berlin.GetUtcOffset(wall));
    }

    private void Go(string local) => Go(At(local));

    private void Go(DateTimeOffset moment)
    {
        clock.PutTo(moment);
        bed.Turn();
    }
}
