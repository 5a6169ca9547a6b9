using System.Globalization;
using MempalaceSched.Report;
using MempalaceSched.Schedulers.Embedded;
using MempalaceSched.Tests.Scheduling;
using Xunit;

namespace MempalaceSched.Tests.Embedded;

/// <summary>
/// Simulates a machine over a long time, with changes of its clock and restarts of its scheduler, and compares each
/// action of the scheduler with the oracle.
/// </summary>
internal sealed class SimulatedYear
{
    /// <summary>Times that a clock without a battery, or a wrong clock, can show.</summary>
    private static readonly DateTimeOffset[] WrongTimes = [Date(2000, 1, 1), Date(2037, 2, 1)];

    private readonly Dictionary<(DateTimeOffset Start, int Days), WallClockOracle> walks = [];
    private Random random = new(0);
    private readonly TimeZoneInfo zone;
    private readonly DateTimeOffset start,
        end;
    private readonly TimeSpan longestStep;

    public SimulatedYear(string zone, DateTimeOffset start, int days, TimeSpan longestStep)
    {
        this.zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
        (this.start, end, this.longestStep) = (start, start.AddDays(days), longestStep);
    }

    public static DateTimeOffset Date(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The number of runs.</summary>
    public int Runs { get; private set; }

    public void Play(int seed, string at, TimeSpan randomDelay, bool catchUp)
    {
        (random, Runs) = (new Random(seed), 0);
        var clock = new MovableClock(start, zone);
        using var bed = new SchedulerBed(clock);
        var written = start.AddMinutes(random.Next(-3000, 3000)); // some definitions are from the future
        var definition = bed.Install(at, written, randomDelay, catchUp);
        var oracle = new RunOracle(definition, written, catchUp ? TimeSpan.MaxValue : Agenda.MaximumLateness);
        var path = new List<string>();
        for (var now = start; now < end; now = Step(now, path))
        {
            Look(now, Walk(start, (int)(end - start).TotalDays));
            if (random.Next(150) != 0)
                continue;
            var wrong = WrongTimes[random.Next(WrongTimes.Length)]
                .AddDays(40 + random.Next(10))
                .AddMinutes(random.Next(3000));
            path.Add($"clock wrong: {wrong:u}");
            for (var steps = random.Next(1, 8); steps > 0; steps--, wrong += longestStep * random.NextDouble())
                Look(wrong, Walk(WrongTimes.Last(time => time < wrong), 100));
        }

        void Look(DateTimeOffset now, WallClockOracle walk)
        {
            clock.PutTo(now);
            if (random.Next(20) == 0)
            {
                path.Add("restart");
                bed.Restart();
                oracle.Restart();
            }
            var (launches, events) = (bed.Launches.Count, bed.Events.Count);
            var killed = random.Next(10) == 0;
            if (killed)
                bed.Loop.Turn(CancellationToken.None);
            else
                bed.Turn();
            var (run, missed) = oracle.At(now, walk);
            var really = bed.Launches.Skip(launches).Select(launch => launch.Occurrence).ToList();
            var missing = bed.Events.Skip(events).Count(each => each.Kind == SchedulerEventKind.Missed);
            var tale =
                $"'{at}' in {zone.Id}, delay {randomDelay}, since {written:u}, at {now:u}: expected {run:u}, missed {missed:u}; it ran {string.Join(", ", really)}, missed {missing}. "
                + string.Join("; ", path.TakeLast(12));
            Assert.True(really.SequenceEqual(run is { } one ? [one] : []) && missing == (missed is null ? 0 : 1), tale);
            if (run is not null)
                Runs++;
            if (!killed)
                return;
            path.Add("killed"); // possibly in the middle of a run
            bed.Restart();
            oracle.Restart();
        }
    }

    private DateTimeOffset Step(DateTimeOffset now, List<string> path)
    {
        var next = random.Next(100) switch
        {
            < 2 => now + (TimeSpan.FromDays(4) * random.NextDouble()), // suspended
            < 6 => now - (TimeSpan.FromMinutes(4) * random.NextDouble()), // adjusted
            < 8 => now - (TimeSpan.FromHours(20) * random.NextDouble()),
            < 10 => now + (TimeSpan.FromHours(20) * random.NextDouble()),
            < 30 => now.AddMinutes(1 + random.Next((int)longestStep.TotalMinutes))
                .AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)), // a full minute
            _ => now + (longestStep * random.NextDouble()),
        };
        if (next < start)
            next = now.AddMinutes(1);
        path.Add(next.UtcDateTime.ToString("u", CultureInfo.InvariantCulture));
        return next;
    }

    private WallClockOracle Walk(DateTimeOffset from, int days)
    {
        if (!walks.TryGetValue((from, days), out var walk))
            walks[(from, days)] = walk = new WallClockOracle(zone, from.AddDays(-40), TimeSpan.FromDays(days + 80));
        return walk;
    }
}
