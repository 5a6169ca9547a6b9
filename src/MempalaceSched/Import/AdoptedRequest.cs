using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Import;

/// <summary>A job of somebody's as the request for a schedule of ours that does the same.</summary>
internal static class AdoptedRequest
{
    private static readonly string[] PalaceVariables =
    [
        "MEMPALACE_PALACE_PATH",
        "MEMPALACE_PATH",
        "MEMPAL_PALACE_PATH",
    ];

    /// <summary>Variables that are the scheduler's, or ours, and nothing to the mine.</summary>
    private static readonly string[] NotForTheMine =
    [
        .. PalaceVariables,
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "SHELL",
        "MAILTO",
        "MAILFROM",
        "CONTAINER",
        "CONTAINER_USER",
        "CONTENT_TYPE",
        "CONTENT_TRANSFER_ENCODING",
    ];

    /// <param name="job">The job.</param>
    /// <param name="name">The name that the schedule is to have.</param>
    /// <param name="home">The home folder.</param>
    /// <exception cref="NotUnderstoodException">It names several palaces.</exception>
    public static ScheduleRequest Of(AdoptedJob job, string name, string home)
    {
        var variables = Variables(job);
        return new ScheduleRequest
        {
            Source = job.Command.Source,
            Name = name,
            ["At"] = job.At.ToString(),
            ["Command"] = job.Command.Command,
            ["ArgumentList"] = job.Command.ArgumentList,
            ["Palace"] = Palace(job.Command, variables),
            ["Wing"] = job.Command.Wing,
            ["Repair"] = job.Command.Repair,
            ["RandomDelay"] = job.RandomDelay,
            ["TimeLimit"] = job.TimeLimit,
            ["CatchUp"] = job.CatchUp,
            ["Enabled"] = job.Enabled,
            ["LabelPrefix"] = job.LabelPrefix,
            ["Container"] = job.Command.Container?.Name,
            ["ContainerUser"] = job.Command.Container?.User,
            ["ContainerEngine"] = job.Command.Container?.Engine,
            ["Environment"] = variables
                .Where(variable => !NotForTheMine.Contains(variable.Key))
                .ToDictionary(StringComparer.Ordinal),
            CurrentFolder = home,
        };
    }

    /// <summary>
    /// The surroundings of the job: the folders of its own PATH come first, and what the caller's shell says of palaces was never known to it.
    /// </summary>
    public static HostEnvironment Surroundings(AdoptedJob job, HostEnvironment environment)
    {
        var variables = new Dictionary<string, string>(environment.Variables, StringComparer.Ordinal);
        foreach (var name in PalaceVariables)
            variables.Remove(name);
        var own = Variables(job);
        foreach (var (name, value) in own.Where(variable => variable.Key.StartsWith("XDG_", StringComparison.Ordinal)))
            variables[name] = value;
        if (own.GetValueOrDefault("PATH") is { Length: > 0 } path)
            variables["PATH"] = environment["PATH"] is { } ours ? $"{path}:{ours}" : path;
        return environment with { Variables = variables };
    }

    /// <summary>What the mine gets; in a container that is only what the call gives it.</summary>
    private static IReadOnlyDictionary<string, string> Variables(AdoptedJob job) =>
        job.Command.Container is null ? MineWords.Merged(job.Variables, job.Command.Variables) : job.Command.Variables;

    private static string? Palace(AdoptedCommand command, IReadOnlyDictionary<string, string> variables)
    {
        var named = PalaceVariables
            .Select(variables.GetValueOrDefault)
            .Append(command.Palace)
            .Where(palace => !string.IsNullOrEmpty(palace))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return named.Count > 1
            ? throw new NotUnderstoodException($"it names several palaces: {string.Join(", ", named)}")
            : named.FirstOrDefault();
    }
}
