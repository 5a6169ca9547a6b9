namespace MempalaceSched.Calendars;

/// <summary>
/// Calculates the longest time between two occurrences. The result is exact: the Gregorian calendar, including the
/// weekdays, repeats every 400 years, so one cycle contains every gap, even the eight years between two leap days.
/// </summary>
internal static class LongestGap
{
    private const int MinutesPerDay = 24 * 60;

    // A cycle has 20,871 full weeks. 2001 begins with a Monday.
    private const int FirstYear = 2001,
        YearsPerCycle = 400,
        DaysPerCycle = 146_097;

    /// <summary>The longest gap of a recurrence, in UTC.</summary>
    public static TimeSpan Find(Recurrence recurrence)
    {
        int first = TimeOfDay(recurrence.Hours.First, recurrence.Minutes.First);
        int last = TimeOfDay(recurrence.Hours.Last, recurrence.Minutes.Last);
        int overnight = (Longest(MatchingDays(recurrence)) * MinutesPerDay) - last + first;
        return TimeSpan.FromMinutes(Math.Max(overnight, Longest(TimesOfDay(recurrence))));
    }

    /// <summary>The matching days of one cycle as day numbers, and the first matching day of the next cycle.</summary>
    private static IEnumerable<int> MatchingDays(Recurrence recurrence)
    {
        bool everyDate = recurrence.Months.IsAny && recurrence.Days.IsAny;
        IEnumerable<int> cycle = everyDate ? recurrence.Weekdays.Values : MatchingDates(recurrence);
        int? first = null;
        foreach (int day in cycle)
        {
            first ??= day;
            yield return day;
        }
        if (first is { } start)
            yield return start + (everyDate ? 7 : DaysPerCycle);
    }

    private static IEnumerable<int> MatchingDates(Recurrence recurrence)
    {
        int[] months = [.. recurrence.Months.Values],
            days = [.. recurrence.Days.Values];
        int origin = new DateOnly(FirstYear, 1, 1).DayNumber;
        for (int year = FirstYear; year < FirstYear + YearsPerCycle; year++)
            foreach (int month in months)
            {
                int beforeMonth = new DateOnly(year, month, 1).DayNumber - origin - 1;
                int length = DateTime.DaysInMonth(year, month);
                foreach (int day in days)
                    if (day <= length && recurrence.Weekdays.Contains((beforeMonth + day) % 7))
                        yield return beforeMonth + day;
            }
    }

    private static IEnumerable<int> TimesOfDay(Recurrence recurrence) =>
        from hour in recurrence.Hours.Values
        from minute in recurrence.Minutes.Values
        select TimeOfDay(hour, minute);

    private static int TimeOfDay(int hour, int minute) => (hour * 60) + minute;

    /// <summary>The largest difference between two adjacent values; 0 if there is only one value.</summary>
    private static int Longest(IEnumerable<int> ascending)
    {
        int longest = 0;
        int? previous = null;
        foreach (int value in ascending)
        {
            if (previous is { } before)
                longest = Math.Max(longest, value - before);
            previous = value;
        }
        return longest;
    }
}
