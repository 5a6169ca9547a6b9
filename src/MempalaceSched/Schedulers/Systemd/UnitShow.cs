using System.Globalization;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>
/// Reads the output of <c>systemctl show</c>: KEY=VALUE lines in UTC, with an empty line between two units.
/// </summary>
internal static class UnitShow
{
    /// <summary>The properties of each unit by its <c>Id</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Parse(string output)
    {
        var units = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var block in output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var properties = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in block.Split('\n'))
            {
                var equals = line.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                    properties.TryAdd(line[..equals], line[(equals + 1)..]);
            }
            if (properties.TryGetValue("Id", out var id))
                units[id] = properties;
        }
        return units;
    }

    /// <summary>
    /// A time as systemctl prints it with TZ=UTC, such as <c>Mon 2027-01-04 03:12:00 UTC</c>; null when there is none.
    /// </summary>
    public static DateTimeOffset? Time(string? text)
    {
        var parts = (text ?? "").Split(' ');
        return
            parts is [_, var date, var time, "UTC"]
            && DateTime.TryParseExact(
                $"{date} {time}",
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var moment
            )
            ? new DateTimeOffset(moment, TimeSpan.Zero)
            : null;
    }
}
