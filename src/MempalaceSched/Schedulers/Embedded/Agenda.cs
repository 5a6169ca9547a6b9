using MempalaceSched.Scheduling;

namespace MempalaceSched.Schedulers.Embedded;

/// <summary>
/// Decides which occurrence of a schedule is to run, from nothing but the time and the last occurrence that was handled. So it does not
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

    /// <summary>The newest occurrence whose time has come and that was not handled; null when there is none. Older ones are covered by it.</summary>
    /// <param name="handled">The last occurrence that was handled, or the moment from which the schedule counts.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The zone that the calendar is read in.</param>
    public DateTimeOffset? Due(DateTimeOffset handled, DateTimeOffset now, TimeZoneInfo zone)
    {
        var from = Max(Sound(handled, now), now - recurrence.MaximumGap - randomDelay - TimeSpan.FromDays(1));
        DateTimeOffset? due = null;
        foreach (var occurrence in Occurrences.Enumerate(recurrence, from, zone).TakeWhile(occurrence => occurrence <= now))
            if (DueTime(occurrence) <= now) due = occurrence;
        return due;
    }

    /// <summary>The next moment at which something will be due; null for never.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset handled, DateTimeOffset now, TimeZoneInfo zone)
    {
        // An occurrence may be past while its delay is not over.
        var from = Max(Sound(handled, now), now - randomDelay - TimeSpan.FromSeconds(1));
        DateTimeOffset? next = null;
        foreach (var occurrence in Occurrences.Enumerate(recurrence, from, zone))
        {
            if (next is not null && occurrence >= next) break; // delays are never negative
            var due = DueTime(occurrence);
            if (due > now && (next is null || due < next)) next = due;
        }
        return next;
    }

    /// <summary>When an occurrence is to run.</summary>
    public DateTimeOffset DueTime(DateTimeOffset occurrence) => occurrence + Jitter.Of(name, occurrence, randomDelay);

    /// <summary>A moment that lies further ahead than any wait was written under a clock that was wrong: it counts for nothing.</summary>
    private DateTimeOffset Sound(DateTimeOffset handled, DateTimeOffset now) =>
        handled > now + recurrence.MaximumGap + TimeSpan.FromDays(1) ? now : handled;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
