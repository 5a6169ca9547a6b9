using System.Globalization;

namespace MempalaceSched.SystemTests;

/// <summary>
/// Generates random recurrences in every spelling that the grammar allows. The same seed gives the same texts.
/// </summary>
internal sealed class RecurrenceSpellings(Random random)
{
    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] Shorthands =
    [
        "minutely",
        "hourly",
        "daily",
        "weekly",
        "monthly",
        "quarterly",
        "semiannually",
        "yearly",
        "annually",
    ];

    public string Next()
    {
        if (random.Next(50) == 0)
            return Shorthands[random.Next(Shorthands.Length)];

        List<string> words = [];
        if (random.Next(3) == 0)
            words.Add(List(WeekdayItem));
        if (random.Next(3) == 0)
            words.Add(Date());
        if (words.Count == 0 || random.Next(10) > 0)
            words.Add($"{Component(0, 23)}:{Component(0, 59)}{(random.Next(5) == 0 ? ":00" : "")}");
        return string.Join(' ', words);
    }

    /// <summary>Inserts, removes or replaces one character of the text.</summary>
    public string Mutate(string text)
    {
        int at = random.Next(text.Length);
        string c = "*0123459:-/.,~ MonFri"[random.Next(21)].ToString();
        return random.Next(3) switch
        {
            0 => text.Insert(at, c),
            1 => text.Remove(at, 1),
            _ => text.Remove(at, 1).Insert(at, c),
        };
    }

    private string Date() =>
        random.Next(3) switch
        {
            0 => $"*-*-{Component(1, 31)}",
            1 => $"{Component(1, 12)}-{Component(1, 31)}",
            _ => $"*-{Component(1, 12)}-{Component(1, 31)}",
        };

    private string WeekdayItem()
    {
        int one = random.Next(7),
            other = random.Next(one, 7);
        string name = random.Next(5) switch
        {
            0 => Weekdays[one].ToUpperInvariant(),
            1 => ((DayOfWeek)((one + 1) % 7)).ToString(),
            _ => Weekdays[one],
        };
        return random.Next(3) == 0 ? $"{name}..{Weekdays[other]}" : name;
    }

    private string Component(int min, int max) => random.Next(4) == 0 ? "*" : List(() => Item(min, max));

    private string List(Func<string> item) =>
        string.Join(',', Enumerable.Range(0, random.Next(3) == 0 ? random.Next(2, 5) : 1).Select(_ => item()));

    private string Item(int min, int max)
    {
        int one = random.Next(min, max + 1),
            other = random.Next(one, max + 1);
        return random.Next(5) switch
        {
            0 => $"{Number(one)}..{Number(other)}",
            1 => $"{Number(one)}..{Number(other)}/{random.Next(1, max)}",
            2 when one < max => $"{Number(one)}/{random.Next(1, max - one + 1)}",
            _ => Number(one),
        };
    }

    private string Number(int value) => value.ToString(random.Next(2) == 0 ? "0" : "00", CultureInfo.InvariantCulture);
}
