using System.Globalization;
using System.Text.RegularExpressions;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>
/// Starved: since the last run that made progress, the palace was held at three occurrences. One occurrence can have
/// many tries, so occurrences are counted and not runs. A run that somebody started by hand has no occurrence, and
/// neither has one that met another run of its schedule.
/// </summary>
internal static partial class StarvedRule
{
    /// <summary>How many occurrences must have been busy.</summary>
    public const int OccurrencesInRow = 3;

    public static HealthFinding? Apply(HealthFacts facts)
    {
        var busy = facts
            .Runs.TakeWhile(run => !Outcomes.MadeProgress(run.Outcome))
            .Where(run => run.Outcome == MineOutcome.Busy && run.Occurrence is not null)
            .ToList();
        var occurrences = busy.Select(run => run.Occurrence).Distinct(StringComparer.Ordinal).Count();
        if (occurrences < OccurrencesInRow)
            return null;
        var since = busy[^1].Started.ToLocalTime();
        var holders = busy.Select(run => Holder(run.Reason))
            .GroupBy(holder => holder, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Select(group => $"{group.Key} ({group.Count()} {(group.Count() == 1 ? "try" : "tries")})");
        return new(
            ScheduleHealth.Starved,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The palace was held at {occurrences} occurrences, since {since:yyyy-MM-dd HH:mm}, "
            ) + $"by {string.Join(", ", holders)}.",
            Advice(facts.Name, busy[0].Reason) + $" Then, to start a run, run Start-MempalaceMine {facts.Name}."
        );
    }

    /// <summary>Who held the palace, from the reason that the launcher wrote.</summary>
    private static string Holder(string reason) =>
        AlreadyRunningWords().IsMatch(reason) ? "another mine"
        : HolderWords().Match(reason) is { Success: true } match ? match.Groups["holder"].Value.TrimEnd('.')
        : reason;

    /// <summary>
    /// What to do. A mine or a schedule that holds the palace at every occurrence ends by itself, but always too late.
    /// </summary>
    private static string Advice(string name, string reason) =>
        AdviceWords().Match(reason) is { Success: true } match
            ? string.Concat(
                match.Groups["advice"].Value[..1].ToUpperInvariant(),
                match.Groups["advice"].Value[1..],
                "."
            )
        : Holder(reason) is "another process" or "another writer"
            ? "Find the process that holds the palace, and end it."
        : $"Let the schedule run at another time: Set-MempalaceSchedule {name} -At TIME.";

    [GeneratedRegex(
        @"is held by (?:PID [0-9]+, )?(?<holder>[^;()]+?)(?:, which [^;]*)?"
            + @"(?: \((?:PID [0-9]+|identity not recorded)\))?(?: in the container)?\)?(?:;|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex HolderWords();

    [GeneratedRegex("another `mine` is already running|MineAlreadyRunning", RegexOptions.CultureInvariant)]
    private static partial Regex AlreadyRunningWords();

    [GeneratedRegex(
        @"; (?<advice>(?:quit|let it|stop it)\b[^;]*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AdviceWords();
}
