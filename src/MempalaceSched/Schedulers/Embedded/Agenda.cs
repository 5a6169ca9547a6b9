using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MempalaceSched.Calendars;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Decides which occurrence of a schedule is due, from nothing but the time and the handled occurrences. Therefore it
/// does not matter what the wall clock did in between: an occurrence that was skipped by sleep or a jump is still
/// unhandled, and one that comes again after a jump back is already handled.
/// </summary>
/// <param name="name">The schedule.</param>
/// <param name="recurrence">Its recurrence.</param>
/// <param name="randomDelay">Its maximum random delay.</param>
internal sealed class Agenda(string name, Recurrence recurrence, TimeSpan randomDelay)
{
    /// <summary>How late a run may start without catch-up.</summary>
    public static readonly TimeSpan MaximumLateness = TimeSpan.FromMinutes(5);

    /// <summary>The maximum age of the newest occurrence that is due. Older occurrences are covered by it.</summary>
    private readonly TimeSpan reach = recurrence.MaximumGap + randomDelay + TimeSpan.FromDays(1);

    private readonly bool atFixedTimes = !Occurrences.IsInterval(recurrence);

    public Agenda(ScheduleDefinition definition)
        : this(definition.Name, definition.Recurrence, definition.RandomDelay) { }

    /// <summary>
    /// The newest unhandled occurrence whose time has come; null when there is none. It covers all older ones.
    /// </summary>
    public DateTimeOffset? Due(HandledOccurrences handled, DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTimeOffset? due = null;
        foreach (
            var occurrence in Occurrences.Enumerate(
                recurrence,
                Max(After(handled.Last(now, zone), zone), now - reach),
                zone
            )
        )
        {
            if (occurrence > now)
                break;
            if (DueTime(occurrence) <= now)
                due = occurrence;
        }
        return due;
    }

    /// <summary>When the next occurrence will be due; null if there is none.</summary>
    public DateTimeOffset? NextDue(HandledOccurrences handled, DateTimeOffset now, TimeZoneInfo zone)
    {
        // The random delay of an occurrence in the past may not be over yet.
        var from = Max(After(handled.Last(now, zone), zone), now - randomDelay - TimeSpan.FromSeconds(1));
        DateTimeOffset? next = null;
        foreach (var occurrence in Occurrences.Enumerate(recurrence, from, zone))
        {
            if (next is not null && occurrence >= next)
                break; // delays are never negative
            var due = DueTime(occurrence);
            if (due > now && (next is null || due < next))
                next = due;
        }
        return next;
    }

    /// <summary>Marks an occurrence as handled.</summary>
    /// <returns>Whether it was not handled before.</returns>
    public bool Handle(HandledOccurrences handled, DateTimeOffset occurrence, DateTimeOffset now, TimeZoneInfo zone)
    {
        var last = handled.Last(now, zone);
        return handled.Add(
            occurrence,
            Occurrences.Next(recurrence, After(last, zone), zone) == occurrence ? last : null
        );
    }

    /// <summary>When an occurrence is due, with its random delay.</summary>
    public DateTimeOffset DueTime(DateTimeOffset occurrence) => occurrence + Jitter.For(name, occurrence, randomDelay);

    /// <summary>
    /// The time after which occurrences are new. Fixed times follow the wall clock: Monday 03:00 in Berlin and Monday
    /// 03:00 in New York are one run, as are the two 02:30 of a night in autumn. Intervals follow elapsed time.
    /// </summary>
    private DateTimeOffset After(DateTimeOffset last, TimeZoneInfo zone)
    {
        if (!atFixedTimes || last.Offset == zone.GetUtcOffset(last))
            return last;
        return Max(last, new DateTimeOffset(last.DateTime, zone.GetUtcOffset(last.DateTime)));
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>
/// The random delay of an occurrence: evenly distributed over machines and schedules, but constant for each of them.
/// </summary>
internal static class Jitter
{
    /// <param name="name">The schedule.</param>
    /// <param name="occurrence">The occurrence.</param>
    /// <param name="maximum">The maximum delay.</param>
    public static TimeSpan For(string name, DateTimeOffset occurrence, TimeSpan maximum)
    {
        if (maximum <= TimeSpan.Zero)
            return TimeSpan.Zero;
        var seed = SHA256.HashData(
            Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{name}\n{occurrence.ToUnixTimeSeconds()}")
        );
        var seconds = BinaryPrimitives.ReadUInt64LittleEndian(seed) % (ulong)(maximum.TotalSeconds + 1);
        return TimeSpan.FromSeconds(seconds);
    }
}
