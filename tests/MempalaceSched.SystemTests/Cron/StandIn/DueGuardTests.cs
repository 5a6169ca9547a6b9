using System.Globalization;
using System.Text;
using CsCheck;
using MempalaceSched.Calendars;
using MempalaceSched.Launcher;
using MempalaceSched.Templates;
using MempalaceSched.Tests.Scheduling;
using MempalaceSched.Tests.Support;
using Xunit;

namespace MempalaceSched.SystemTests.Cron.StandIn;

/// <summary>
/// The check of the launcher for a missed occurrence, run with real shells and awks for random recurrences and times.
/// The expected results come from the calendar of the module, which has its own tests.
/// </summary>
public class DueGuardTests
{
    private const int Cases = 60;

    public static TheoryData<string, string, string> Tools =>
        new()
        {
            // shell, awk, zone
            { "dash", "mawk", "UTC" },
            { "dash", "gawk", "Europe/Berlin" },
            { "bash", "mawk", "America/New_York" },
            { "bash --posix", "gawk", "Australia/Lord_Howe" },
            { "busybox sh", "busybox awk", "Europe/Berlin" },
            { "dash", "awk", "Asia/Kolkata" },
            { "dash", "busybox awk", "Africa/Cairo" },
        };

    [Theory]
    [MemberData(nameof(Tools))]
    public void It_finds_exactly_the_missed_occurrences(string shell, string awk, string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var random = new Random(20240229);
        var script = new Guard(awk);
        var expected = new List<string>();
        foreach (var recurrence in RecurrenceGen.Any.Array[Cases].Single())
        {
            var now = Now(random, zone);
            var newest = Newest(recurrence, now, zone);
            // Shortly before or after the occurrence, or any time.
            var stamp =
                newest is { } last && random.Next(3) < 2
                    ? last.AddSeconds(random.Next(2) == 0 ? -1 - random.Next(90) : random.Next(90))
                    : now.AddDays(-random.Next(1, 4000));
            script.Add(recurrence, TimeZoneInfo.ConvertTime(now, zone), stamp);
            expected.Add(
                $"{newest > stamp} {recurrence} now {TimeZoneInfo.ConvertTime(now, zone):O} newest {newest:O} stamp {stamp:O}".ToLowerInvariant()
            );
        }
        var answers = script.Run(shell, zoneName);
        Assert.Equal(expected.Count, answers.Count);
        Assert.All(
            expected.Zip(answers),
            pair =>
                Assert.True(
                    pair.First.StartsWith(pair.Second, StringComparison.Ordinal),
                    $"{pair.Second}, but {pair.First}"
                )
        );
        Assert.InRange(answers.Count(answer => answer == "true"), Cases / 10, Cases - Cases / 10);
    }

    [Theory]
    [InlineData("2024-03-31 03:00", "2024-03-31 02:59", "true")] // 02:30 does not exist, so 03:00 replaces it
    [InlineData("2024-03-31 03:00", "2024-03-31 03:01", "false")]
    [InlineData("2024-03-31 12:00", "2024-03-31 03:01", "false")]
    [InlineData("2024-03-31 12:00", "2024-03-30 02:31", "true")]
    [InlineData("2024-10-27 12:00", "2024-10-26 02:31", "true")]
    [InlineData("2024-10-27 12:00", "2024-10-27 03:01", "false")]
    public void No_occurrence_is_lost_or_repeated_when_the_clocks_change(string now, string stamp, string due)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        DateTimeOffset At(string text)
        {
            var local = DateTime.Parse(text, CultureInfo.InvariantCulture);
            while (zone.IsInvalidTime(local))
                local = local.AddHours(-1); // just before the gap
            return new DateTimeOffset(local, zone.GetUtcOffset(local));
        }
        var script = new Guard("awk");
        script.Add(Recurrence.Parse("02:30"), At(now), At(stamp));
        Assert.Equal([due], script.Run("sh", "Europe/Berlin"));
    }

    [Fact]
    public void Occurrences_before_the_install_are_not_missed()
    {
        var now = new DateTimeOffset(2024, 5, 6, 12, 0, 0, TimeSpan.Zero);
        foreach (var (launcher, due) in new[] { (now.AddHours(-8), "false"), (now.AddHours(-10), "true") })
        {
            var script = new Guard("awk") { Launcher = launcher };
            script.Add(Recurrence.Parse("03:00"), now, now.AddDays(-3));
            script.Add(Recurrence.Parse("03:00"), now, null);
            Assert.Equal([due, due], script.Run("sh", "UTC"));
        }
    }

    private static DateTimeOffset Now(Random random, TimeZoneInfo zone)
    {
        while (true)
        {
            var now = new DateTimeOffset(2012, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(
                random.NextInt64(25L * 365 * 86400)
            );
            // Crons behave differently around a clock change. Another test covers these hours.
            var offsets = Enumerable.Range(-30, 31).Select(hours => zone.GetUtcOffset(now.AddHours(hours))).Distinct();
            if (offsets.Count() == 1)
                return now;
        }
    }

    /// <summary>Returns the newest occurrence of the last ten years, or null.</summary>
    private static DateTimeOffset? Newest(Recurrence recurrence, DateTimeOffset now, TimeZoneInfo zone)
    {
        foreach (var days in new[] { 2, 40, 400, 3659 })
        {
            var found = Occurrences
                .Enumerate(recurrence, now.AddDays(-days), zone)
                .TakeWhile(moment => moment <= now)
                .Cast<DateTimeOffset?>()
                .LastOrDefault();
            if (found is not null)
                return found;
        }
        return null;
    }

    /// <summary>A script that runs the check for many cases.</summary>
    private sealed class Guard(string awk)
    {
        private readonly StringBuilder text = new();
        private readonly List<DateTimeOffset?> stamps = [];

        /// <summary>The time of a file is real. Without a file, it is the time of the case.</summary>
        private const string Date = """date() { case $1 in -r) command date "$@" ;; *) echo "$now" ;; esac; }""";

        public DateTimeOffset Launcher { get; init; } = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Add(Recurrence recurrence, DateTimeOffset now, DateTimeOffset? stamp)
        {
            var definition = Definitions.One() with { At = recurrence.ToString() };
            var calendar = LauncherSettings
                .Render(
                    definition,
                    new MempalaceSched.Platform.StandardPaths(Machine.With("/h")),
                    new LauncherNeeds(TimeSpan.Zero, false, false, [], TimeSpan.Zero, new RetryStart("launcher"))
                )
                .Split('\n')
                .Where(line => line.StartsWith("calendar_", StringComparison.Ordinal));
            text.Append(CultureInfo.InvariantCulture, $"state=$folder/{stamps.Count}\n{string.Join('\n', calendar)}\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"now='{now:yyyy MM dd HH mm} {(int)now.DayOfWeek}'\nif is_due; then echo true; else echo false; fi\n"
            );
            stamps.Add(stamp);
        }

        public List<string> Run(string shell, string zone)
        {
            using var folder = new TempFolder();
            foreach (var (stamp, number) in stamps.Select((stamp, number) => (stamp, number)))
            {
                Directory.CreateDirectory(folder[$"{number}"]);
                if (stamp is { } time)
                    File.SetLastWriteTimeUtc(folder.Write($"{number}/occurrence", ""), time.UtcDateTime);
            }
            var tools =
                awk.Split(' ')[0] == "busybox"
                    ? "find() { busybox find \"$@\"; }\ntouch() { busybox touch \"$@\"; }\n"
                    : "";
            var own = awk == "awk" ? "" : $"awk() {{ {awk} \"$@\"; }}\n";
            var guard = folder.Write("launcher", $"folder='{folder.Path}'\n{Date}\n{own}{tools}{Source()}\n{text}");
            File.SetLastWriteTimeUtc(guard, Launcher.UtcDateTime);

            var words = shell.Split(' ');
            foreach (var tool in new[] { words[0], awk.Split(' ')[0] })
                Oracle.Need(tool);
            var (code, output) = Oracle.Run("env", [$"TZ={zone}", .. words, guard]);
            Assert.True(code == 0, output);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }

        private static string Source() =>
            File.ReadAllText(Path.Combine(Repository.Root, "src/MempalaceSched/Launcher/occurrences.sh"));
    }
}
