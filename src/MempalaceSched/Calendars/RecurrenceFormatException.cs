using System.Globalization;
using System.Text;

namespace MempalaceSched.Calendars;

/// <summary>A text is not a recurrence. The message says where, what and how to mend it.</summary>
internal sealed class RecurrenceFormatException : FormatException
{
    private const string Examples =
        "Examples: 'Mon 03:00', 'Mon..Fri 03:00', '03:00', 'daily', '*-*-01 03:00', '*:0/15'.";

    /// <summary>Says what is wrong at a place of a text.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">Where, counted from 0.</param>
    /// <param name="reason">What is wrong there, as the end of a sentence, without a full stop.</param>
    public RecurrenceFormatException(string text, int position, string reason)
        : base($"'{Visible(text)}' is not a recurrence: at position {position + 1}, {Visible(reason)}. {Examples}")
    {
        Text = text;
        Position = position;
        Reason = reason;
    }

    /// <summary>The whole text that is not a recurrence.</summary>
    public string Text { get; }

    /// <summary>The column of the fault, counted from 0; the message counts from 1, as people do.</summary>
    public int Position { get; }

    /// <summary>What is wrong there.</summary>
    public string Reason { get; }

    /// <summary>Control characters spelt out: a message is printed on terminals.</summary>
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
