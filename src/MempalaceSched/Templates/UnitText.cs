using System.Globalization;
using System.Text;

namespace MempalaceSched.Templates;

/// <summary>
/// Escapes text for systemd unit files. Source: systemd.syntax(7); systemd.service(5), "COMMAND LINES";
/// systemd.unit(5), "SPECIFIERS".
/// </summary>
internal static class UnitText
{
    /// <summary>A value in which systemd expands only specifiers.</summary>
    public static string Value(string value) => value.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>One word of ExecStart=, in double quotes.</summary>
    public static string Word(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            text.Append(
                c switch
                {
                    '\\' => @"\\",
                    '"' => "\\\"",
                    '%' => "%%",
                    '$' => "$$",
                    '\n' => @"\n",
                    '\t' => @"\t",
                    _ when c < ' ' || c == 0x7f => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                    _ => c.ToString(),
                }
            );
        }
        return text.Append('"').ToString();
    }
}
