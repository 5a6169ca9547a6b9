using System.Text.RegularExpressions;
using MempalaceSched.Calendars;
using Xunit;

namespace MempalaceSched.SystemTests;

/// <summary>
/// Compares the module's calendars with systemd's on random recurrences. Systemd must accept every calendar that the
/// module accepts, and compute the same occurrences.
/// </summary>
public partial class RecurrenceOracleTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_105,
        Chunks = 50,
        PerChunk = 20,
        Iterations = 6;

    private static readonly string[] Zones =
    [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Europe/London",
        "America/Havana",
    ];

    private readonly SystemdCalendar _systemd = new(Requires.Tool("systemd-analyze", "systemd"));

    [Fact]
    public void Canonical_calendars_match_systemd_in_UTC()
    {
        int compared = 0;
        for (int chunk = 0; chunk < Chunks; chunk++)
            compared += Compare(
                Seed + chunk,
                "UTC",
                Canonical,
                (_, _, missing, added) => Assert.Empty(missing.Concat(added))
            );
        output.WriteLine($"{Chunks * PerChunk} recurrences, {compared} occurrences, no difference.");
    }

    [Fact]
    public void Typed_calendars_match_systemd_in_UTC_except_for_open_steps()
    {
        int compared = 0,
            lost = 0;
        for (int chunk = 0; chunk < Chunks; chunk++)
            compared += Compare(
                Seed + chunk,
                "UTC",
                (text, _) => text,
                (_, text, missing, added) =>
                {
                    Assert.Empty(missing);
                    if (!OpenStep().IsMatch(text))
                        Assert.Empty(added);
                    lost += added.Count;
                }
            );
        output.WriteLine(
            $"{Chunks * PerChunk} texts, {compared} occurrences; systemd loses {lost} more, all after an open step."
        );
    }

    [Fact]
    public void Canonical_calendars_in_other_time_zones_differ_only_at_clock_changes()
    {
        int compared = 0,
            skipped = 0,
            doubled = 0;
        for (int chunk = 0; chunk < Chunks; chunk++)
            compared += Compare(
                Seed - 1 - chunk,
                Zones[chunk % Zones.Length],
                Canonical,
                (zone, _, missing, added) =>
                {
                    Assert.All(missing, moment => Assert.True(IsDoubled(zone, moment), $"{moment:u} in systemd only"));
                    Assert.All(
                        added,
                        moment =>
                            Assert.True(
                                IsEndOfGap(zone, moment) || IsDoubled(zone, moment),
                                $"{moment:u} not in systemd"
                            )
                    );
                    skipped += added.Count(moment => IsEndOfGap(zone, moment));
                    doubled += added.Count(moment => IsDoubled(zone, moment));
                }
            );
        output.WriteLine(
            $"{Chunks * PerChunk} recurrences, {compared} occurrences; "
                + $"systemd differs at {skipped} skipped and {doubled} doubled local times."
        );
        Assert.True(skipped > 0 && doubled > 0, "No recurrence met a change of clocks, so nothing was tested there.");
    }

    [Theory]
    [InlineData("06/15:53", "UTC", 2015, 4, 30)] // systemd skips May 1 at 06:53
    [InlineData("*-*-1/11 23:00", "UTC", 2025, 12, 20)] // systemd (also version 258) skips January 1
    [InlineData("0/15:30", "Europe/Berlin", 2015, 3, 28)] // "Infinite loop in calendar calculation"
    [InlineData("0/2:05", "America/Sao_Paulo", 2017, 10, 14)] // the same error
    public void Systemd_finds_all_occurrences_of_open_steps_in_canonical_form(
        string text,
        string zoneId,
        int year,
        int month,
        int day
    )
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        DateTimeOffset after = new(year, month, day, 12, 0, 0, TimeSpan.Zero);
        Recurrence recurrence = Recurrence.Parse(text);

        List<DateTimeOffset> theirs = _systemd.Next([recurrence.ToString()], after, zoneId, 40)[0];

        Assert.Equal(40, theirs.Count);
        Assert.Equal(
            Occurrences.Enumerate(recurrence, after, zone).Where(moment => !IsEndOfGap(zone, moment)).Take(40),
            theirs
        );
    }

    [Fact]
    public void Systemd_accepts_every_calendar_that_the_module_accepts()
    {
        RecurrenceSpellings spellings = new(new Random(Seed));
        List<string> texts = [.. Enumerable.Range(0, 20_000).Select(_ => spellings.Mutate(spellings.Next()))];
        List<string> ours =
        [
            .. texts.Where(text => Recurrence.TryParse(text, out _)).Select(text => text.Trim()).Distinct(),
        ];

        List<string> refused = [.. ours.Chunk(500).SelectMany(_systemd.Refused)];

        output.WriteLine($"{texts.Count} texts, {ours.Count} of them recurrences, seed {Seed}.");
        Assert.True(ours.Count > 1_000);
        Assert.Empty(refused);
    }

    private delegate void Judge(
        TimeZoneInfo zone,
        string text,
        List<DateTimeOffset> missing,
        List<DateTimeOffset> added
    );

    /// <summary>
    /// Compares one chunk of recurrences. Passes to <paramref name="judge"/> the occurrences that only systemd has
    /// ("missing") and those that only the module has ("added").
    /// </summary>
    /// <returns>The number of occurrences that systemd computed.</returns>
    private int Compare(int seed, string zoneId, Func<string, Recurrence, string> write, Judge judge)
    {
        Random random = new(seed);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        DateTimeOffset after = Base(random, zone);
        List<(string Text, Recurrence Recurrence)> samples = Samples(new RecurrenceSpellings(random), write);

        string[] texts = [.. samples.Select(sample => sample.Text)];
        List<List<DateTimeOffset>> answers = _systemd.Next(texts, after, zoneId, Iterations);
        foreach (((string text, Recurrence recurrence), List<DateTimeOffset> theirs) in samples.Zip(answers))
        {
            DateTimeOffset end = theirs.Count > 0 ? theirs[^1] : after;
            List<DateTimeOffset> ours =
            [
                .. Occurrences.Enumerate(recurrence, after, zone).TakeWhile(moment => moment <= end),
            ];
            try
            {
                Assert.NotEmpty(theirs);
                judge(zone, text, [.. theirs.Except(ours)], [.. ours.Except(theirs)]);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"Seed {seed}, '{text}' ('{recurrence}') after {after:u} in {zoneId}:\n"
                        + $"systemd {Print(theirs)}\nours    {Print(ours)}",
                    e
                );
            }
        }
        return answers.Sum(answer => answer.Count);
    }

    private static List<(string Text, Recurrence Recurrence)> Samples(
        RecurrenceSpellings spellings,
        Func<string, Recurrence, string> write
    )
    {
        List<(string, Recurrence)> samples = [];
        while (samples.Count < PerChunk)
        {
            string text = spellings.Next();
            if (Recurrence.TryParse(text, out Recurrence? recurrence))
                samples.Add((write(text, recurrence), recurrence));
        }
        return samples;
    }

    private static string Canonical(string text, Recurrence recurrence) => recurrence.ToString();

    /// <summary>
    /// A random time within 14 years. In half of the cases, it is less than a day before a clock change of the zone.
    /// </summary>
    private static DateTimeOffset Base(Random random, TimeZoneInfo zone)
    {
        DateTimeOffset any = new DateTimeOffset(2012, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(
            random.Next(14 * 365 * 86_400)
        );
        if (random.Next(2) == 0)
            return any;
        DateTimeOffset? change = Enumerable
            .Range(0, 366 * 24)
            .Select(hour => (DateTimeOffset?)any.AddHours(hour))
            .FirstOrDefault(moment => zone.GetUtcOffset(moment!.Value) != zone.GetUtcOffset(moment.Value.AddHours(1)));
        return change?.AddMinutes(-random.Next(24 * 60)) ?? any;
    }

    private static bool IsEndOfGap(TimeZoneInfo zone, DateTimeOffset moment) =>
        zone.IsInvalidTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime.AddMinutes(-1));

    private static bool IsDoubled(TimeZoneInfo zone, DateTimeOffset moment) =>
        zone.IsAmbiguousTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

    [GeneratedRegex(@"(?<!\.)\b\d+/")]
    private static partial Regex OpenStep();

    private static string Print(List<DateTimeOffset> moments) =>
        string.Join(", ", moments.Select(moment => $"{moment.UtcDateTime:u}"));
}
