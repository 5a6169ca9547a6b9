using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace MempalaceSched.Host;

/// <summary>A progress record as one line.</summary>
internal static class ProgressText
{
    /// <summary>Activity, how far it is, what it is doing now, and how long it is likely to take.</summary>
    public static string From(ProgressRecord record)
    {
        StringBuilder text = new(record.Activity);
        if (record.PercentComplete >= 0)
            text.Append(CultureInfo.InvariantCulture, $" {record.PercentComplete}%");
        Append(text, ": ", record.StatusDescription);
        Append(text, ", ", record.CurrentOperation);
        if (record.SecondsRemaining >= 0)
            text.Append(CultureInfo.InvariantCulture, $", {TimeSpan.FromSeconds(record.SecondsRemaining):c} left");

        // One line, whatever is in the record.
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                text[i] = ' ';
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string separator, string? part)
    {
        if (!string.IsNullOrWhiteSpace(part))
            text.Append(separator).Append(part);
    }
}
