using System.Text;

namespace MempalaceSched.Import.Systemd;

/// <summary>The settings of a unit file and its drop-ins. Source: systemd.syntax(7).</summary>
internal sealed class UnitFile
{
    private readonly List<(string Section, string Key, string Value)> settings = [];

    /// <summary>Reads a unit.</summary>
    /// <param name="texts">The text of the unit file, then the texts of its drop-ins in their order.</param>
    /// <exception cref="NotUnderstoodException">A line is neither a section nor a setting.</exception>
    public UnitFile(params IEnumerable<string> texts)
    {
        foreach (var text in texts)
            Add(text);
    }

    /// <summary>The distinct names of the settings in a section.</summary>
    public IEnumerable<string> Keys(string section) =>
        settings.Where(one => one.Section == section).Select(one => one.Key).Distinct(StringComparer.Ordinal);

    /// <summary>The distinct names of the sections.</summary>
    public IEnumerable<string> Sections => settings.Select(one => one.Section).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// The values of a setting that can occur several times. An empty value removes the values before it.
    /// </summary>
    public IReadOnlyList<string> All(string section, string key)
    {
        var values = new List<string>();
        foreach (var one in settings.Where(one => one.Section == section && one.Key == key))
        {
            if (one.Value.Length == 0)
                values.Clear();
            else
                values.Add(one.Value);
        }
        return values;
    }

    /// <summary>The last value of a setting, which replaces the others; null if there is none.</summary>
    public string? Last(string section, string key) => All(section, key) is [.., var last] ? last : null;

    /// <summary>The value of a Boolean setting, in any spelling that systemd accepts.</summary>
    public bool Flag(string section, string key, bool defaultValue) =>
        Last(section, key)?.ToLowerInvariant() switch
        {
            null => defaultValue,
            "1" or "yes" or "y" or "true" or "t" or "on" => true,
            "0" or "no" or "n" or "false" or "f" or "off" => false,
            var other => throw new NotUnderstoodException($"{key}={other} is not a Boolean value"),
        };

    private void Add(string text)
    {
        var section = "";
        foreach (var line in Lines(text))
        {
            if (line.Length == 0)
                continue;
            if (line[0] == '[' && line[^1] == ']')
                section = line[1..^1];
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                settings.Add((section, line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart()));
            else
                throw new NotUnderstoodException($"the line '{line}' is neither a section nor a setting");
        }
    }

    /// <summary>
    /// The lines. A backslash at the end joins a line with the next one, even if a comment is in between.
    /// </summary>
    private static IEnumerable<string> Lines(string text)
    {
        var whole = new StringBuilder();
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line is ['#' or ';', ..])
                continue;
            if (raw.EndsWith('\\'))
            {
                whole.Append(raw.AsSpan(0, raw.Length - 1)).Append(' ');
                continue;
            }
            whole.Append(raw);
            yield return whole.ToString().Trim();
            whole.Clear();
        }
        if (whole.Length > 0)
            yield return whole.ToString().Trim();
    }
}
