using MempalaceSched.Import.Shell;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Systemd;

/// <summary>Reads what a service mines. Source: systemd.service(5).</summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="service">The service with its drop-ins.</param>
/// <param name="unit">The name of the service with its suffix.</param>
internal sealed class ServiceReader(HostEnvironment environment, UnitFile service, string unit)
{
    /// <summary>
    /// The settings that are understood. They are imported, or they can be dropped, because schedules have an
    /// equivalent.
    /// </summary>
    private static readonly string[] SupportedServiceKeys =
    [
        "Type",
        "ExecStart",
        "ExecStartPre",
        "ExecStartPost",
        "ExecStopPost",
        "ExecCondition",
        "Environment",
        "TimeoutStartSec",
        "TimeoutSec",
        "TimeoutStopSec",
        "RuntimeMaxSec",
        "Nice",
        "IOSchedulingClass",
        "IOSchedulingPriority",
        "CPUSchedulingPolicy",
        "KillMode",
        "StandardOutput",
        "StandardError",
        "SyslogIdentifier",
        "WorkingDirectory",
        "Restart",
        "RemainAfterExit",
        "SuccessExitStatus",
    ];

    private static readonly string[] SupportedUnitKeys =
    [
        "Description",
        "Documentation",
        "After",
        "Before",
        "Wants",
        "ConditionPathExists",
        "ConditionFileIsExecutable",
        "StartLimitIntervalSec",
        "StartLimitBurst",
    ];

    private readonly UnitSpecifiers specifiers = new(environment, unit);

    /// <summary>Reads the service.</summary>
    /// <returns>
    /// The command, the environment variables that the service sets, and the time limit; zero means no limit.
    /// </returns>
    /// <exception cref="NotUnderstoodException">It is not certain what the service does.</exception>
    public (AdoptedCommand Command, IReadOnlyDictionary<string, string> Variables, TimeSpan TimeLimit) Read()
    {
        CheckKeys();
        var variables = Variables();
        var command = Words(Only("ExecStart"), Known(variables)) is { } words
            ? new MiningCommandParser(environment, Known(variables)).Parse(new ShellCommand(words))
            : throw new NotUnderstoodException("it runs no command");
        CheckConditions(command);
        foreach (var condition in service.All("Service", "ExecCondition"))
            CheckExecCondition(Words(condition, Known(variables)), command, Known(variables));
        foreach (var key in new[] { "ExecStartPre", "ExecStartPost", "ExecStopPost" })
        foreach (var line in service.All("Service", key))
            if (!IsHousekeeping(Words(line, Known(variables))))
                throw new NotUnderstoodException($"the service has {key}={line}");
        return (command, variables, TimeLimit());
    }

    private void CheckKeys()
    {
        var unknownSection = service.Sections.FirstOrDefault(section =>
            section is not ("Unit" or "Service" or "Install") && !section.StartsWith("X-", StringComparison.Ordinal)
        );
        if (unknownSection is not null)
            throw new NotUnderstoodException($"the service has a section [{unknownSection}]");
        var unknownKey =
            service
                .Keys("Service")
                .FirstOrDefault(key =>
                    !SupportedServiceKeys.Contains(key) && !key.StartsWith("X-", StringComparison.Ordinal)
                )
            ?? service
                .Keys("Unit")
                .FirstOrDefault(key =>
                    !SupportedUnitKeys.Contains(key) && !key.StartsWith("X-", StringComparison.Ordinal)
                );
        if (unknownKey is not null)
            throw new NotUnderstoodException($"the service has {unknownKey}=");
        if (service.Last("Service", "Type") is { } type and not ("oneshot" or "simple" or "exec"))
            throw new NotUnderstoodException($"the service has Type={type}");
        if (service.Last("Service", "Restart") is { } restart and not "no")
            throw new NotUnderstoodException($"the service has Restart={restart}");
        if (
            service
                .All("Unit", "Wants")
                .SelectMany(UnitWordParser.Split)
                .FirstOrDefault(unit => !unit.EndsWith(".target", StringComparison.Ordinal)) is
            { } wanted
        )
            throw new NotUnderstoodException($"the service has Wants={wanted}");
        if (service.Flag("Service", "RemainAfterExit", false))
            throw new NotUnderstoodException("the service has RemainAfterExit=");
        if (
            service.Last("Service", "WorkingDirectory") is { } folder
            && folder != "~"
            && specifiers.Expand(folder.TrimStart('-')).TrimEnd('/') != environment.Home
        )
            throw new NotUnderstoodException($"its working directory is '{folder}'");
    }

    private string Only(string key) =>
        service.All("Service", key) is [var only]
            ? only
            : throw new NotUnderstoodException($"the service does not have exactly one {key}=");

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var word in service.All("Service", "Environment").SelectMany(UnitWordParser.Split).Select(specifiers.Expand)
        )
        {
            if (word.Split('=', 2) is not [var name, var value] || !VariableName.IsValid(name))
                throw new NotUnderstoodException($"Environment={word} is not an assignment to a variable");
            variables[name] = value;
        }
        return variables;
    }

    /// <summary>
    /// The variables with known values: those of the service, and those that every user manager sets.
    /// </summary>
    private IReadOnlyDictionary<string, string> Known(Dictionary<string, string> variables) =>
        MiningCommandParser.Merge(
            new Dictionary<string, string>
            {
                ["HOME"] = environment.Home,
                ["USER"] = environment.UserName,
                ["LOGNAME"] = environment.UserName,
                ["XDG_RUNTIME_DIR"] = specifiers.RuntimeFolder,
            },
            variables
        );

    /// <summary>The words of a command line, without the prefix <c>-</c>. Other prefixes are rejected.</summary>
    private List<string> Words(string line, IReadOnlyDictionary<string, string> variables)
    {
        line = line.TrimStart('-');
        if (line is ['@' or ':' or '+' or '!' or '|', ..])
            throw new NotUnderstoodException($"a command of the service has the prefix '{line[0]}'");
        var words = UnitWordParser.Split(line).Select(specifiers.Expand).ToList();
        if (words.Contains(";"))
            throw new NotUnderstoodException("a command line of the service contains several commands");
        return [.. UnitWordParser.Expand(words, variables)];
    }

    private void CheckConditions(AdoptedCommand command)
    {
        foreach (var key in new[] { "ConditionPathExists", "ConditionFileIsExecutable" })
        {
            foreach (var condition in service.All("Unit", key))
            {
                if (condition.StartsWith('!') && IsLock(specifiers.Expand(condition[1..])))
                    continue;
                if (condition is ['!' or '|', ..])
                    throw new NotUnderstoodException($"the service has {key}={condition}");
                new Precondition([new ShellCommand(["test", "-e", specifiers.Expand(condition)])]).Check(
                    command,
                    environment
                );
            }
        }
    }

    private void CheckExecCondition(
        List<string> words,
        AdoptedCommand command,
        IReadOnlyDictionary<string, string> variables
    )
    {
        var pipeline = Pipeline(words, variables);
        (
            Precondition.From(pipeline)
            ?? throw new NotUnderstoodException("the service has an ExecCondition= that is not supported")
        ).Check(command, environment);
    }

    /// <summary>
    /// Whether a command only creates or removes a lock file or creates a folder for a log. The launcher has its own
    /// lock and log.
    /// </summary>
    private bool IsHousekeeping(List<string> words) =>
        Pipeline(words, new Dictionary<string, string> { ["HOME"] = environment.Home }) is [var only]
        && only switch
        {
            { Program: "touch", Words: [_, var path] } => IsLock(path),
            { Program: "rm", Words: [_, "-f", var path] } => IsLock(path),
            { Program: "rm", Words: [_, var path] } => IsLock(path),
            { Program: "mkdir", Words: [_, "-p", _] } => true,
            { Program: "true" } => true,
            _ => false,
        };

    private bool IsLock(string path) =>
        path.StartsWith(specifiers.RuntimeFolder + "/", StringComparison.Ordinal)
        && path.EndsWith(".lock", StringComparison.Ordinal);

    /// <summary>A single pipeline, either the words themselves or the script of <c>sh -c</c>.</summary>
    private static IReadOnlyList<ShellCommand> Pipeline(
        List<string> words,
        IReadOnlyDictionary<string, string> variables
    )
    {
        var command = new ShellCommand(words);
        if (command is not { Program: "sh" or "bash" or "dash", Words: [_, "-c", var text] })
            return [command];
        return new ShellReader(text, variables).Read() is [var statement]
            ? statement.Pipeline
            : throw new NotUnderstoodException("a shell script of the service contains several commands");
    }

    private TimeSpan TimeLimit()
    {
        var keys =
            service.Last("Service", "Type") == "oneshot"
                ? new[] { "TimeoutStartSec", "TimeoutSec" }
                : ["RuntimeMaxSec"];
        var text = keys.Select(key => service.Last("Service", key)).FirstOrDefault(value => value is not null);
        if (text is null)
            return TimeSpan.Zero;
        return TimeSpanParser.TryParse(text, out var limit)
            ? limit
            : throw new NotUnderstoodException($"'{text}' is not a time span");
    }
}
