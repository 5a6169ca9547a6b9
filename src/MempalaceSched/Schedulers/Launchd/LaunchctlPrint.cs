namespace MempalaceSched.Schedulers.Launchd;

/// <summary>
/// Reads what <c>launchctl print</c> says. Its form is not promised, so only what is needed is read, at the depth where it belongs, and what
/// is not understood is "not known", never a guess.
/// </summary>
internal static class LaunchctlPrint
{
    /// <summary>The fields of a service: lines <c>key = value</c> at depth 1 only, for blocks further in repeat their names.</summary>
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

    /// <summary>The lines inside the block of that name at depth 1, without their indent; null when there is no such block.</summary>
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
        return null; // none, or one that never ends
    }

    /// <summary>All calendar entries of a service, each as its keys and numbers.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, int>> Descriptors(string output)
    {
        var found = new List<IReadOnlyDictionary<string, int>>();
        Dictionary<string, int>? open = null;
        foreach (var line in Block(output, "event triggers") ?? [])
        {
            if (line == "descriptor = {")
                open = [];
            else if (open is null)
                continue;
            else if (line == "}")
            {
                found.Add(open);
                open = null;
            }
            else if (line.Split(" => ") is [var key, var value] && int.TryParse(value, out var number))
                open[key.Trim('"')] = number;
        }
        return found;
    }

    /// <summary>The services of a domain by label, with the PID of those that run (0 for the others); null when the list is not understood.</summary>
    public static IReadOnlyDictionary<string, int>? Services(string domainOutput)
    {
        if (Block(domainOutput, "services") is not { } lines)
            return null;
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            // The PID, "-" or the last status, and the label, which may have blanks.
            if (line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries) is not [var pid, _, var label])
                return null;
            if (!int.TryParse(pid, out var number) && pid != "-")
                return null;
            services[label.Trim()] = number;
        }
        return services;
    }

    /// <summary>
    /// The labels that are disabled, from <c>print-disabled</c>: <c>"L" => true</c> up to macOS 12, <c>"L" => disabled</c> from 13 on; null when
    /// the list is not understood.
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
