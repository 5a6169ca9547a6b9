using MempalaceSched.Calendars;

namespace MempalaceSched.Import;

/// <summary>Reads what stands behind <c>OnCalendar=</c>. Of systemd's grammar <see cref="Recurrence"/> has all that needs no seconds, years and zones.</summary>
internal static class CalendarText
{
    /// <summary>Words of systemd that are other names of ours.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["anually"] = "annually",
        ["biannually"] = "semiannually",
        ["bi-annually"] = "semiannually",
        ["semi-annually"] = "semiannually",
    };

    /// <exception cref="NotUnderstoodException">A schedule of ours cannot say it.</exception>
    public static Recurrence Read(string text)
    {
        try
        {
            return Recurrence.Parse(Synonyms.GetValueOrDefault(text.Trim(), text.Trim()));
        }
        catch (RecurrenceFormatException e)
        {
            throw new NotUnderstoodException($"of its time '{text}', {e.Reason}");
        }
    }
}
