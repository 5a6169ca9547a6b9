namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Reads the output of <c>launchctl print</c>. Apple does not guarantee its format. Therefore only the necessary lines
/// are read, each at its own indentation level, and output that is not understood gives "unknown", never a guess.
/// </summary>
internal static class LaunchctlPrint
{
    /// <summary>
    /// The fields of a service: <c>key = value</c> lines of the first level only, because inner blocks use the same
    /// keys.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Fields(string output)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            if (line.Length < 2 || line[0] != '\t' || line[1] is '\t' or ' ')
                continue;
            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            if (equals > 0 && !line.EndsWith(" = {", StringComparison.Ordinal))
                fields.TryAdd(line[1..equals], line[(equals + 3)..]);
        }
        return fields;
    }

    /// <summary>
    /// The lines of a block of the first level, without indentation; null when there is no such block.
    /// </summary>
    public static IReadOnlyList<string>? Block(string output, string name)
    {
        List<string>? lines = null;
        foreach (var line in output.Split('\n'))
        {
            if (lines is null)
                lines = line == $"\t{name} = {{" ? [] : null;
            else if (line == "\t}")
                return lines;
            else
                lines.Add(line.TrimStart('\t'));
        }
        return null; // there is no such block, or it does not end
    }

    /// <summary>The calendar entries of a service.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, int>> Descriptors(string output)
    {
        var entries = new List<IReadOnlyDictionary<string, int>>();
        Dictionary<string, int>? open = null;
        foreach (var line in Block(output, "event triggers") ?? [])
        {
            if (line == "descriptor = {")
                open = [];
            else if (open is null)
                continue;
            else if (line == "}")
            {
                entries.Add(open);
                open = null;
            }
            else if (line.Split(" => ") is [var key, var value] && int.TryParse(value, out var number))
                open[key.Trim('"')] = number;
        }
        return entries;
    }

    /// <summary>
    /// The process IDs of the services of a domain by label, 0 for those that are not running; null when the list is
    /// not understood.
    /// </summary>
    public static IReadOnlyDictionary<string, int>? Services(string domainOutput)
    {
        if (Block(domainOutput, "services") is not { } lines)
            return null;
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            // The process ID, "-" or the last status, and the label, which may contain spaces.
            if (line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is not [var pid, _, var label])
                return null;
            if (!int.TryParse(pid, out var number) && pid != "-")
                return null;
            services[label.Trim()] = number;
        }
        return services;
    }

    /// <summary>
    /// The disabled labels according to <c>print-disabled</c>: <c>"L" => true</c> up to macOS 12, <c>"L" =>
    /// disabled</c> since macOS 13; null when the list is not understood.
    /// </summary>
    public static IReadOnlySet<string>? Disabled(string output)
    {
        if (Block(output, "disabled services") is not { } lines)
            return null;
        var disabled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parts in lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Split(" => ")))
        {
            if (parts is not [_, "true" or "disabled" or "false" or "enabled"])
                return null;
            if (parts[1] is "true" or "disabled")
                disabled.Add(parts[0].Trim().Trim('"'));
        }
        return disabled;
    }
}
