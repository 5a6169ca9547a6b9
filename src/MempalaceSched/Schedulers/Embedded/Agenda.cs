using MempalaceSched.Calendars;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Decides which occurrence of a schedule is to run, from nothing but the time and the occurrences that were handled. So it does not
/// matter what the wall clock did in between: an occurrence that was passed over by sleep or a jump is still unhandled, and one that comes
/// a second time after a jump back is handled already.
/// </summary>
/// <param name="name">The schedule.</param>
/// <param name="recurrence">Its calendar.</param>
/// <param name="randomDelay">Its largest random delay.</param>
internal sealed class Agenda(string name, Recurrence recurrence, TimeSpan randomDelay)
{
    /// <summary>How late a run may begin that is not to be made up for.</summary>
    public static readonly TimeSpan Punctual = TimeSpan.FromMinutes(5);

    /// <summary>As far back as the newest occurrence can lie whose time has come: what is older is covered by it.</summary>
    private readonly TimeSpan reach = recurrence.MaximumGap + randomDelay + TimeSpan.FromDays(1);

    private readonly bool atFixedTimes = !Occurrences.IsEverySoOften(recurrence);

    public Agenda(ScheduleDefinition definition)
        : this(definition.Name, definition.Recurrence, definition.RandomDelay) { }

    /// <summary>The newest occurrence whose time has come and that was not handled; null when there is none. Older ones are covered by it.</summary>
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

    /// <summary>The next moment at which something will be due; null for never.</summary>
    public DateTimeOffset? NextDue(HandledOccurrences handled, DateTimeOffset now, TimeZoneInfo zone)
    {
        // An occurrence may be past while its delay is not over.
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

    /// <summary>Notes that an occurrence was handled.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Handle(HandledOccurrences handled, DateTimeOffset occurrence, DateTimeOffset now, TimeZoneInfo zone)
    {
        var last = handled.Last(now, zone);
        return handled.Add(
            occurrence,
            Occurrences.Next(recurrence, After(last, zone), zone) == occurrence ? last : null
        );
    }

    /// <summary>When an occurrence is to run.</summary>
    public DateTimeOffset DueTime(DateTimeOffset occurrence) => occurrence + Jitter.Of(name, occurrence, randomDelay);

    /// <summary>
    /// From when on occurrences are new. In another zone than the one it was handled in, a fixed time that has been is not to come again:
    /// Monday 03:00 in Berlin and Monday 03:00 in New York are one run, as are the two 02:30 of a night in autumn. What runs every so
    /// often goes by the time that has passed.
    /// </summary>
    private DateTimeOffset After(DateTimeOffset last, TimeZoneInfo zone)
    {
        if (!atFixedTimes || last.Offset == zone.GetUtcOffset(last))
            return last;
        return Max(last, new DateTimeOffset(last.DateTime, zone.GetUtcOffset(last.DateTime)));
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
