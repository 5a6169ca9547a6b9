using MempalaceSched.Calendars;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedules;

/// <summary>Conversions and checks that several settings share.</summary>
internal static class SettingValue
{
    /// <summary>The text, or null when it is null or empty, which means "use the default".</summary>
    public static string? GivenText(object? value) => value is string { Length: > 0 } text ? text : null;

    /// <summary>
    /// The palace that was specified; null for none. The word <c>auto</c> means the palace that mempalace itself would
    /// use. A folder with that name can be specified as <c>./auto</c>.
    /// </summary>
    public static string? Palace(object? value) =>
        GivenText(value) is { } text && !text.Equals(PalaceLocation.Automatic, StringComparison.OrdinalIgnoreCase)
            ? text
            : null;

    /// <summary>The words of a command or an argument list.</summary>
    public static IReadOnlyList<string> Words(object? value) => value as IReadOnlyList<string> ?? [];

    /// <summary>The canonical text of a calendar.</summary>
    /// <exception cref="MempalaceException"><c>RecurrenceInvalid</c>.</exception>
    public static string Recurrence(string text)
    {
        try
        {
            return Calendars.Recurrence.Parse(text).ToString();
        }
        catch (RecurrenceFormatException e)
        {
            throw Error.RecurrenceInvalid(text, e);
        }
    }

    /// <summary>A duration from zero to a maximum, rounded up to whole seconds, as schedulers need it.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static TimeSpan Duration(string parameter, object? value, TimeSpan maximum)
    {
        var duration = (TimeSpan)value!;
        if (duration < TimeSpan.Zero || duration > maximum)
            throw Error.ValueNotRepresentable(
                $"-{parameter}",
                duration.ToString("c"),
                $"the value must be between 0 and {maximum:c}",
                $"Specify a duration such as -{parameter} 00:30:00."
            );
        return TimeSpan.FromSeconds(Math.Ceiling(duration.TotalSeconds));
    }

    /// <summary>A number in a range.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static int Number(string parameter, object? value, int minimum, int maximum)
    {
        var number = (int)value!;
        return number >= minimum && number <= maximum
            ? number
            : throw Error.ValueNotRepresentable(
                $"-{parameter}",
                $"{number}",
                $"the value must be between {minimum} and {maximum}",
                "Specify a number in that range."
            );
    }

    /// <summary>Environment variables, sorted by name.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static SortedDictionary<string, string> Variables(object? value)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in (IReadOnlyDictionary<string, string>)value!)
        {
            if (!VariableName.IsValid(name))
                throw Error.ValueNotRepresentable(
                    "The variable name",
                    name,
                    "a name consists of letters, digits and '_', and does not start with a digit",
                    "Rename the variable in -Environment."
                );
            if (VariableName.IsReserved(name))
                throw Error.ValueNotRepresentable(
                    "The variable name",
                    name,
                    "a shell sets this variable itself and does not accept another value",
                    "Remove the variable from -Environment."
                );
            variables[name] = Text($"The value of {name}", text);
        }
        return variables;
    }

    /// <summary>Arguments that a program can receive.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static string[] Arguments(IEnumerable<string> words, string what) =>
        [.. words.Select(word => Text(what, word))];

    /// <summary>The text, if a program can receive it: without NUL, and valid as UTF-8.</summary>
    /// <exception cref="MempalaceException"><c>ValueNotRepresentable</c>.</exception>
    public static string Text(string what, string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
            throw Error.ValueNotRepresentable(
                what,
                value,
                "it contains a NUL character, which ends an argument for every program",
                "Remove the character."
            );
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                i++;
            else if (char.IsSurrogate(value[i]))
                throw Error.ValueNotRepresentable(
                    what,
                    value,
                    $"it contains half of a surrogate pair at position {i}, which is not valid text",
                    "Remove the character."
                );
        }
        return value;
    }
}
