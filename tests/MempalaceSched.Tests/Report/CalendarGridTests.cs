using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Report;
using MempalaceSched.Tests.Scheduling;

namespace MempalaceSched.Tests.Report;

public class CalendarGridTests
{
    [Fact]
    public void The_grid_begins_today_in_the_column_of_its_weekday()
    {
        var grid = CalendarGrid.For(Reported.Input());
        Assert.Equal((2, 14, false), (grid.Column, grid.Days.Count, grid.HasOverlaps));
        Assert.Equal(
            ("Tue", "24 Nov", "2026-11-24", true),
            (grid.Days[0].Weekday, grid.Days[0].Date, grid.Days[0].Iso, grid.Days[0].IsToday)
        );
        Assert.Equal("7 Dec", grid.Days[^1].Date);
        Assert.Equal(
            [4, 5, 11, 12],
            grid.Days.Select((day, i) => (day, i)).Where(pair => pair.day.IsWeekend).Select(pair => pair.i)
        );
        Assert.All(grid.Days, day => Assert.True(day.IsEmpty));
    }

    [Fact]
    public void Each_column_is_one_weekday() =>
        Gen.Int[0, 4000]
            .Sample(days =>
            {
                var grid = CalendarGrid.For(Reported.Input() with { Now = Reported.Now.AddDays(days) });
                var columns = grid.Days.Select((day, i) => (day.Weekday, Column: (grid.Column - 1 + i) % 7));
                Assert.All(
                    columns,
                    pair =>
                        Assert.Equal(
                            new[] { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" }[pair.Column],
                            pair.Weekday
                        )
                );
            });

    /// <summary>Compares the grid with a check of every minute of each day.</summary>
    [Fact]
    public void The_grid_contains_exactly_the_occurrences() =>
        RecurrenceGen.Any.Sample(
            recurrence =>
            {
                var grid = CalendarGrid.For(Reported.Input(Reported.One("one", recurrence.ToString())));
                for (var day = 0; day < 14; day++)
                {
                    var date = Reported.Now.Date.AddDays(day);
                    var times = Enumerable
                        .Range(0, 1440)
                        .Select(minute => date.AddMinutes(minute))
                        .Where(at => at > Reported.Now.DateTime && Occurs(recurrence, at))
                        .ToList();
                    var entries = grid.Days[day].Entries;
                    if (times.Count <= 3)
                        Assert.Equal(times.Select(at => $"{at:HH:mm}"), entries.Select(entry => entry.Time));
                    else
                        Assert.Equal(
                            ($"{times[0]:HH:mm}–{times[^1]:HH:mm}", $"{times.Count} times"),
                            (Assert.Single(entries).Time, entries[0].Times)
                        );
                }
            },
            iter: 60
        );

    [Fact]
    public void Times_are_in_local_time()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var before = new DateTimeOffset(2026, 10, 24, 22, 30, 0, TimeSpan.Zero); // 00:30 on a day with 25 hours
        var grid = CalendarGrid.For(
            new ReportInput(
                [Reported.One("one", "*-*-* 03:00:00"), Reported.One("two", "*-*-* 23:59:00")],
                before,
                berlin,
                2
            )
        );
        Assert.Equal(("25 Oct", "26 Oct"), (grid.Days[0].Date, grid.Days[1].Date));
        Assert.All(grid.Days, day => Assert.Equal(["03:00", "23:59"], day.Entries.Select(entry => entry.Time)));
    }

    [Fact]
    public void Schedules_that_do_not_run_automatically_are_omitted() =>
        Assert.All(
            CalendarGrid.For(Reported.Input(Reported.One("one", "*-*-* 03:00:00", state: ScheduleState.Disabled))).Days,
            day => Assert.True(day.IsEmpty)
        );

    [Fact]
    public void Overlapping_runs_in_one_palace_list_each_other()
    {
        MineRun[] tenMinutes = [Reported.Run(MineOutcome.Succeeded, 600)];
        var grid = CalendarGrid.For(
            Reported.Input(
                Reported.One("a", "Wed *-*-* 03:00:00", tenMinutes),
                Reported.One("b", "Wed *-*-* 03:09:00", tenMinutes),
                Reported.One("c", "Wed *-*-* 03:19:00", tenMinutes),
                Reported.One("elsewhere", "Wed *-*-* 03:00:00", tenMinutes, "/another")
            )
        );
        Assert.True(grid.HasOverlaps);
        Assert.Equal(
            [("a", "b"), ("elsewhere", ""), ("b", "a"), ("c", "")],
            grid.Days[1].Entries.Select(entry => (entry.Schedule, entry.Overlaps))
        );
    }

    [Fact]
    public void A_long_list_of_overlaps_is_shortened()
    {
        var crowd = Enumerable
            .Range(0, 5)
            .Select(i => Reported.One($"{(char)('a' + i)}", "Wed *-*-* 03:00:00"))
            .ToArray();
        Assert.Equal(
            ["b, c and 2 more", "a, c and 2 more"],
            CalendarGrid.For(Reported.Input(crowd)).Days[1].Entries.Take(2).Select(entry => entry.Overlaps)
        );
    }

    /// <summary>Compares the result with a check of every pair.</summary>
    [Fact]
    public void Two_windows_overlap_if_each_begins_before_the_other_ends() =>
        Gen.Select(Gen.OneOf("a", "b", "c"), Gen.OneOf("p", "q"), Gen.Int[0, 100], Gen.Int[1, 30])
            .List[0, 25]
            .Sample(parts =>
            {
                var windows = parts
                    .Select(part => new PalaceWindow(
                        part.Item1,
                        part.Item2,
                        Reported.Now.AddMinutes(part.Item3),
                        Reported.Now.AddMinutes(part.Item3 + part.Item4)
                    ))
                    .ToList();
                var met = PalaceOverlaps.Find(windows);
                foreach (var window in windows)
                {
                    var expected = windows
                        .Where(other =>
                            other.Palace == window.Palace
                            && other.Schedule != window.Schedule
                            && other.From < window.To
                            && window.From < other.To
                        )
                        .Select(other => other.Schedule)
                        .Distinct()
                        .Order();
                    Assert.Equal(expected, met.TryGetValue(window, out var names) ? names.Order() : []);
                }
            });

    private static bool Occurs(Recurrence recurrence, DateTime at) =>
        recurrence.Minutes.Values.Contains(at.Minute)
        && recurrence.Hours.Values.Contains(at.Hour)
        && recurrence.Days.Values.Contains(at.Day)
        && recurrence.Months.Values.Contains(at.Month)
        && recurrence.Weekdays.Values.Contains(((int)at.DayOfWeek + 6) % 7);
}
