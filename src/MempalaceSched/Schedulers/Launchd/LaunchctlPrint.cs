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
            if (line.Length < 2 || line[0] != '\t' || line[1] is '\t' or ' ') continue;
            var equals = line.IndexOf(" = ", StringComparison.Ordinal);
            if (equals > 0 && !line.EndsWith('{')) fields.TryAdd(line[1..equals], line[(equals + 3)..]);
        }
        return fields;
    }

    /// <summary>The lines inside the block of that name at depth 1, without their indent.</summary>
    public static IReadOnlyList<string> Block(string output, string name)
    {
        var lines = new List<string>();
        var inside = false;
        foreach (var line in output.Split('\n'))
        {
            if (!inside) inside = line == $"\t{name} = {{";
            else if (line == "\t}") break;
            else lines.Add(line.TrimStart('\t'));
        }
        return lines;
    }

    /// <summary>All calendar entries of a service, each as its keys and numbers.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, int>> Descriptors(string output)
    {
        var found = new List<IReadOnlyDictionary<string, int>>();
        Dictionary<string, int>? open = null;
        foreach (var line in output.Split('\n').Select(line => line.Trim()))
        {
            if (line == "descriptor = {") open = [];
            else if (open is null) continue;
            else if (line == "}")
            {
                found.Add(open);
                open = null;
            }
            else if (line.Split(" => ") is [var key, var value] && int.TryParse(value, out var number)) open[key.Trim('"')] = number;
        }
        return found;
    }

    /// <summary>The services of a domain by label, with the PID of those that run (0 for the others).</summary>
    public static IReadOnlyDictionary<string, int> Services(string domainOutput)
    {
        var services = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Block(domainOutput, "services"))
        {
            var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts is [var pid, _, var label]) services[label] = int.TryParse(pid, out var number) ? number : 0;
        }
        return services;
    }

    /// <summary>The labels that are disabled: <c>"L" => true</c> up to macOS 12, <c>"L" => disabled</c> from 13 on.</summary>
    public static IReadOnlySet<string> Disabled(string domainOutput) => Block(domainOutput, "disabled services")
        .Select(line => line.Split(" => "))
        .Where(parts => parts is [_, "true" or "disabled"])
        .Select(parts => parts[0].Trim().Trim('"'))
        .ToHashSet(StringComparer.Ordinal);
}
