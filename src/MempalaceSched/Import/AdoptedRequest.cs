using MempalaceSched.Import.Shell;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;

namespace MempalaceSched.Import;

/// <summary>Converts a job that was made by hand into a request for a schedule that does the same.</summary>
internal static class AdoptedRequest
{
    private static readonly string[] PalaceVariables =
    [
        "MEMPALACE_PALACE_PATH",
        "MEMPALACE_PATH",
        "MEMPAL_PALACE_PATH",
    ];

    /// <summary>
    /// Variables that configure the scheduler or become other settings, so the run does not need them.
    /// </summary>
    private static readonly string[] NotForTheRun =
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

    /// <summary>Creates the request.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">The name of the schedule.</param>
    /// <param name="home">The home folder.</param>
    /// <exception cref="NotUnderstoodException">The job specifies more than one palace.</exception>
    public static ScheduleRequest From(AdoptedJob job, string name, string home)
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
                .Where(variable => !NotForTheRun.Contains(variable.Key))
                .ToDictionary(StringComparer.Ordinal),
            CurrentFolder = home,
        };
    }

    /// <summary>
    /// The environment in which the schedule of a job is built. The folders of the job's PATH come first. The variables
    /// of the user's shell that move the palace or the sessions are removed, because the job never had them.
    /// </summary>
    public static HostEnvironment EnvironmentFor(AdoptedJob job, HostEnvironment environment)
    {
        var variables = new Dictionary<string, string>(environment.Variables, StringComparer.Ordinal);
        string[] moving = ["MEMPALACE_CONFIG_DIR", .. SourceCatalog.StoreVariables];
        foreach (var name in PalaceVariables.Concat(moving))
            variables.Remove(name);
        var own = Variables(job);
        foreach (var (name, value) in own)
            if (name.StartsWith("XDG_", StringComparison.Ordinal) || moving.Contains(name))
                variables[name] = value;
        if (own.GetValueOrDefault("PATH") is { Length: > 0 } path)
            variables["PATH"] = environment["PATH"] is { } ours ? $"{path}:{ours}" : path;
        return environment with { Variables = variables };
    }

    /// <summary>
    /// The variables that the command gets. In a container, these are only the ones that the call sets.
    /// </summary>
    private static IReadOnlyDictionary<string, string> Variables(AdoptedJob job) =>
        job.Command.Container is null
            ? MiningCommandParser.Merge(job.Variables, job.Command.Variables)
            : job.Command.Variables;

    private static string? Palace(AdoptedCommand command, IReadOnlyDictionary<string, string> variables)
    {
        var palaces = PalaceVariables
            .Select(variables.GetValueOrDefault)
            .Append(command.Palace)
            .Where(palace => !string.IsNullOrEmpty(palace))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (palaces.Count > 1)
            throw new NotUnderstoodException($"it specifies more than one palace: {string.Join(", ", palaces)}");
        // mempalace takes the word for automatic resolution for the name of a folder.
        return palaces is [var palace] && SettingValue.Palace(palace) is null
            ? $"./{palace}"
            : palaces.FirstOrDefault();
    }
}
