using System.Globalization;
using System.Text;

namespace MempalaceSched.Calendars;

/// <summary>A text is not a recurrence. The message contains the position, the reason, and examples.</summary>
internal sealed class RecurrenceFormatException : FormatException
{
    private const string Examples =
        "Examples: 'Mon 03:00', 'Mon..Fri 03:00', '03:00', 'daily', '*-*-01 03:00', '*:0/15'.";

    /// <summary>Creates the exception.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">The position of the error, counted from 0.</param>
    /// <param name="reason">The error, as the end of a sentence, without a period.</param>
    public RecurrenceFormatException(string text, int position, string reason)
        : base($"'{Visible(text)}' is not a recurrence: at position {position + 1}, {Visible(reason)}. {Examples}")
    {
        Text = text;
        Position = position;
        Reason = reason;
    }

    /// <summary>The whole text that is not a recurrence.</summary>
    public string Text { get; }

    /// <summary>The position of the error, counted from 0. The message counts from 1.</summary>
    public int Position { get; }

    /// <summary>The error, as the end of a sentence, without a period.</summary>
    public string Reason { get; }

    /// <summary>Escapes control characters, because they could change the state of a terminal.</summary>
    private static string Visible(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        StringBuilder visible = new();
        foreach (char c in text)
            if (char.IsControl(c))
                visible.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else
                visible.Append(c);
        return visible.ToString();
    }
}
